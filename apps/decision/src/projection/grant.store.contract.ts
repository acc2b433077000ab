import { personIdFor } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { AccessGrant } from './access-grant.js';
import type { GrantStore } from './grant.store.js';
import { ResidentGrants } from './resident-grants.js';

const subjectId = personIdFor('hr', '1');
const at = (minute: number) => new Date(Date.UTC(2031, 0, 1, 12, minute));
const question = { subjectId, action: 'read', resource: { type: 'table', id: 'orders' } };

export function grantOf(grantId: string, over: Partial<AccessGrant> = {}): AccessGrant {
  const chain = [{ id: subjectId, generation: 1 }];
  return {
    grantId,
    subjectId,
    chain,
    action: 'read',
    resource: question.resource,
    grantedAt: at(0),
    ...over,
  };
}

export interface GrantStoreBench {
  readonly store: GrantStore;
  inTransaction(work: (tx: Transaction) => Promise<void>): Promise<void>;
}

/** What every store of grants owes; run it on each of them. */
export function grantStoreContract(name: string, start: () => Promise<GrantStoreBench>): void {
  describe(`a store of grants (${name})`, () => {
    let bench: GrantStoreBench;
    let ids = 0;
    const newId = () => `${name}-${(ids += 1)}`;
    beforeAll(async () => (bench = await start()));

    const granted = (grant: AccessGrant) => bench.inTransaction((tx) => bench.store.granted(tx, grant));
    const ended = (grantId: string) =>
      bench.inTransaction((tx) => bench.store.ended(tx, { grantId, subjectId, endedAt: at(5) }));
    const loaded = async () => {
      const resident = new ResidentGrants();
      for await (const page of bench.store.held()) for (const change of page) resident.apply(change);
      return resident.find(question, at(1)).map(({ grantId }) => grantId);
    };

    it('gives back what was granted', async () => {
      const grant = grantOf(newId(), { expiresAt: at(30) });
      await granted(grant);
      const { changes } = await bench.store.changesSince('0');
      expect(changes).toContainEqual({ state: 'held', grant });
      expect(await loaded()).toContain(grant.grantId);
    });

    it('keeps an end, told after, before or again', async () => {
      const [after, before] = [newId(), newId()];
      await granted(grantOf(after));
      await ended(after);
      await ended(before);
      await granted(grantOf(before));
      await granted(grantOf(after, { grantedAt: at(9) }));
      await ended(after);
      const held = await loaded();
      expect([held.includes(after), held.includes(before)]).toEqual([false, false]);
      const { changes } = await bench.store.changesSince('0');
      expect(changes).toContainEqual({ state: 'ended', grantId: after, subjectId });
    });

    it('lets a newer word replace an older one, not the other way round', async () => {
      const grantId = newId();
      const newer = grantOf(grantId, { grantedAt: at(2), action: 'write' });
      await granted(newer);
      await granted(grantOf(grantId, { grantedAt: at(1) }));
      expect((await bench.store.changesSince('0')).changes).toContainEqual({ state: 'held', grant: newer });
    });

    it('tells what changed since a horizon', async () => {
      const [early, late] = [newId(), newId()];
      await granted(grantOf(early));
      const horizon = await bench.store.horizon();
      await granted(grantOf(late));
      const { changes, horizon: next } = await bench.store.changesSince(horizon);
      expect(changes).toContainEqual({ state: 'held', grant: grantOf(late) });
      expect((await bench.store.changesSince(next)).changes).toEqual([]);
    });

    it('forgets what is long over', async () => {
      const grantId = newId();
      await granted(grantOf(grantId, { expiresAt: at(1) }));
      await bench.store.forget(at(10));
      expect(await loaded()).not.toContain(grantId);
    });
  });
}
