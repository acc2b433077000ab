import { migrate, provisionSchema } from '@trivium/persistence';
import { testPostgres } from '@trivium/testing';
import pg from 'pg';
import { CreateSigningKey1700000000501 } from '../../migrations/0501-create-signing-key.js';
import { CreateWebhookDelivery1700000000502 } from '../../migrations/0502-create-webhook-delivery.js';
import { CreateAdministratorAndSession1700000000503 } from '../../migrations/0503-create-administrator-and-session.js';
import { migrations } from '../../migrations/index.js';

const former = [
  CreateSigningKey1700000000501,
  CreateWebhookDelivery1700000000502,
  CreateAdministratorAndSession1700000000503,
];

it('what was there before there were accounts has its person afterwards', async () => {
  const database = await testPostgres();
  await provisionSchema(database.adminUrl, { service: 'gateway', password: 'for-this-spec-only' });
  await migrate(database.adminUrl, 'gateway', former);
  const client = new pg.Client({
    connectionString: database.adminUrl,
    options: '-c search_path=gateway',
  });
  await client.connect();
  await client.query(
    `INSERT INTO administrator VALUES ('admin', 'hash', now()), ('ines', 'hash', now() + interval '1 hour')`,
  );
  const token = `INSERT INTO api_token (api_token_id, token_hash, name, roles, created_by, created_at) VALUES ($1, $1, 'x', '{soc}', $2, now())`;
  for (const [id, maker] of [
    ['tok_1', 'administrator:ines'],
    ['tok_2', 'api-token:tok_1'],
    ['tok_3', 'api-token:tok_2'],
    ['tok_4', 'api-token:tok_forgotten'],
  ])
    await client.query(token, [id, maker]);
  await migrate(database.adminUrl, 'gateway', migrations);
  const { rows } = await client.query('SELECT api_token_id, person FROM api_token ORDER BY api_token_id');
  expect(rows).toEqual([
    { api_token_id: 'tok_1', person: 'user:ines' },
    { api_token_id: 'tok_2', person: 'user:ines' },
    { api_token_id: 'tok_3', person: 'user:ines' },
    { api_token_id: 'tok_4', person: 'user:admin' },
  ]);
  // What the gateway has to say for the record came later still, under an earlier number.
  expect((await client.query('SELECT * FROM outbox')).rows).toEqual([]);
  await client.end();
  await database.drop();
});
