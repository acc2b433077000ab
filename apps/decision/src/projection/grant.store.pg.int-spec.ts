import { decisionDatabase } from '../testing/decision-database.contract.js';
import { grantOf, grantStoreContract } from './grant.store.contract.js';
import { PgGrantStore } from './grant.store.pg.js';

const database = await decisionDatabase();
const store = new PgGrantStore(database.source);
afterAll(() => database.stop());

grantStoreContract('Postgres', () =>
  Promise.resolve({ store, inTransaction: (work) => database.unitOfWork.run(work) }),
);

describe('a transaction that commits late', () => {
  it('is not overlooked by those who have read past it', async () => {
    const slow = database.source.createQueryRunner();
    await slow.startTransaction();
    const query = slow.manager.query.bind(slow.manager);
    const tx = { query, beforeCommit: () => {}, afterCommit: () => {} };
    await store.granted(tx, grantOf('late'));
    await database.unitOfWork.run((other) => store.granted(other, grantOf('quick')));
    const seen = await store.changesSince(await store.horizon());
    expect(JSON.stringify(seen.changes)).not.toContain('"late"');
    await slow.commitTransaction();
    await slow.release();
    expect((await store.changesSince(seen.horizon)).changes).toContainEqual({
      state: 'held',
      grant: grantOf('late'),
    });
  });
});

it('many grants are read page by page', async () => {
  await database.source.query(
    `INSERT INTO access_grant (grant_id, subject_id, chain, action, resource_type, resource_id, granted_at, written_by)
     SELECT 'many-' || i, 'per_00000000-0000-5000-8000-000000000001', ARRAY['per_00000000-0000-5000-8000-000000000001:1'],
       'read', 'table', 'orders', now(), pg_current_xact_id() FROM generate_series(1, 12000) i`,
  );
  const sizes: number[] = [];
  for await (const page of store.held()) sizes.push(page.length);
  expect(sizes.slice(0, 2)).toEqual([5_000, 5_000]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(12_000);
});
