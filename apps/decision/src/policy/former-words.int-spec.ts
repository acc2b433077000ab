import { migrate, provisionSchema } from '@trivium/persistence';
import { testPostgres } from '@trivium/testing';
import pg from 'pg';
import { NameThePerson1762000000021 } from '../../migrations/0021-name-the-person.js';
import { migrations } from '../../migrations/index.js';

const before = migrations.indexOf(NameThePerson1762000000021);

it('who spoke before there were accounts is one person, with whatever tokens, and has spoken once', async () => {
  const database = await testPostgres();
  await provisionSchema(database.adminUrl, { service: 'decision', password: 'for-this-spec-only' });
  await migrate(database.adminUrl, 'decision', migrations.slice(0, before));
  const client = new pg.Client({ connectionString: database.adminUrl, options: '-c search_path=decision' });
  await client.connect();
  const propose = `INSERT INTO policy_bundle VALUES ($1, 'v', 'd', '[]', 'why', 'b', '[]', true, $2, now(), $3, $4, $5, $6)`;
  const published = ['api-token:tok_2', new Date(), 1, 'jws'];
  await client.query(propose, ['pol_1', 'administrator:admin', null, null, null, null]);
  await client.query(propose, ['pol_2', 'api-token:tok_1', null, null, null, null]);
  await client.query(propose, ['pol_3', 'api-token:tok_1', ...published]);
  await client.query(`INSERT INTO access_request (task_id, requester, body_digest, subject, subject_link, road, kind, privileged, bundled, said, status, requested_at, expires_at)
    VALUES ('arq_1', 'tools', 'd', '{}', 'l', 'workforce', 'employee', true, false, '{}', 'pending', now(), now())`);
  await client.query(`INSERT INTO access_request_approval VALUES
    ('arq_1', 'manager', 'api-token:tok_1', now()), ('arq_1', 'security', 'administrator:admin', now() + interval '1 minute')`);
  await migrate(database.adminUrl, 'decision', migrations);
  const bundles = await client.query('SELECT proposal_id, proposed_by FROM policy_bundle ORDER BY 1');
  expect(bundles.rows).toEqual([
    { proposal_id: 'pol_1', proposed_by: 'user:admin' },
    { proposal_id: 'pol_2', proposed_by: 'user:admin' },
    { proposal_id: 'pol_3', proposed_by: 'api-token:tok_1' },
  ]);
  const approvals = await client.query('SELECT approver, approved_by FROM access_request_approval');
  expect(approvals.rows).toEqual([{ approver: 'manager', approved_by: 'user:admin' }]);
  await client.end();
  await database.drop();
});
