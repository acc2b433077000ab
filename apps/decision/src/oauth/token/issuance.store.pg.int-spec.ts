import { Outbox } from '@trivium/bus';
import { migrateDown } from '@trivium/persistence';
import { migrations } from '../../../migrations/index.js';
import { decisionDatabase } from '../../testing/decision-database.contract.js';
import { issuanceStoreContract, taskIssuance } from './issuance.store.contract.js';
import { PgIssuanceStore } from './issuance.store.pg.js';

const database = await decisionDatabase();
let nudges = 0;
const outbox = new Outbox('trivium:decision', { nudge: () => (nudges += 1) });
const store = new PgIssuanceStore(database.source, database.unitOfWork, outbox);
afterAll(() => database.stop());

issuanceStoreContract('Postgres', () => Promise.resolve(store));

const typesInOutbox = async () => {
  const rows = await database.source.query<{ headers: { ce_type: string }; key: string }[]>(
    'SELECT headers, key FROM outbox ORDER BY seq',
  );
  return rows.map(({ headers, key }) => [headers.ce_type, key]);
};

it('a started task is announced and recorded with its token, or not at all', async () => {
  await database.source.query('DELETE FROM outbox');
  const issuance = taskIssuance('announced');
  const before = nudges;
  await store.record(issuance);
  await expect(store.record(taskIssuance('announced'))).rejects.toThrow();
  expect(await typesInOutbox()).toEqual([
    ['agent.task.started.v1', issuance.task?.agentId],
    ['audit.entry.recorded.v1', issuance.task?.taskId],
  ]);
  expect(nudges).toBe(before + 1);
});

it('every migration goes back', async () => {
  await migrateDown(database.adminUrl, 'decision', migrations);
  const left = await database.source.query<{ tablename: string }[]>(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'decision' AND tablename <> 'migration'`,
  );
  expect(left).toEqual([]);
});
