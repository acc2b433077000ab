import { migrate, provisionSchema, serviceDataSource, serviceUrl } from '@trivium/persistence';
import { testPostgres } from '@trivium/testing';
import pg from 'pg';
import { migrations } from '../../migrations/index.js';
import { PgDecisionStore } from './decision.store.pg.js';

it('decisions that were kept one by one are found among the batches, in their order', async () => {
  const database = await testPostgres();
  const role = { service: 'audit', password: 'for-this-spec-only' };
  await provisionSchema(database.adminUrl, role);
  await migrate(database.adminUrl, 'audit', migrations.slice(0, -1));
  const client = new pg.Client({ connectionString: database.adminUrl, options: '-c search_path=audit' });
  await client.connect();
  await client.query(`INSERT INTO decision (decision_id, recorded_at, subject_id, decision, replayable, body)
    SELECT gen_random_uuid(), now(), 'sub-' || n % 3, 'allow', false,
      json_build_object('action', n, 'decision', 'allow', 'subject', json_build_object('id', 'sub-' || n % 3))
    FROM generate_series(1, 2500) AS n`);
  await client.end();
  await migrate(database.adminUrl, 'audit', migrations);
  const config = { DATABASE_URL: serviceUrl(database.adminUrl, role), TRIVIUM_DATABASE_POOL: 2 };
  const pool = await serviceDataSource('audit', config).initialize();
  const { items } = await new PgDecisionStore(pool).list({ subject: 'sub-1', limit: 1_000 });
  const wanted = Array.from({ length: 834 }, (_, at) => 2_500 - 3 * at);
  expect(items.map(({ action }) => Number(action))).toEqual(wanted);
  await pool.destroy();
  await database.drop();
});
