import { newAgentId, personIdFor } from '@trivium/identity';
import { FakeClock, until } from '@trivium/testing';
import { FakeGrantStore } from '../testing/fake-grant.store.js';
import { someTransaction } from '../testing/some-transaction.js';
import { FollowGrants, ForeignGrant, type GrantedFact } from './follow-grants.js';
import { KeepGrantsResident } from './keep-grants-resident.js';
import { ResidentGrants } from './resident-grants.js';

const subjectId = personIdFor('hr', '1');
const resource = { type: 'table', id: 'orders' };
const question = { subjectId, action: 'read', resource };
const fact = (grantId: string, over: Partial<GrantedFact> = {}): GrantedFact => ({
  grantId,
  subjectId,
  chain: [`${subjectId}:1`],
  permission: { action: 'read', resource },
  grantedAt: '2026-01-05T09:00:00.000Z',
  ...over,
});

function replica(store: FakeGrantStore, consuming = () => true) {
  const clock = new FakeClock();
  const grants = new ResidentGrants();
  const warnings: string[] = [];
  const log = { info: () => {}, warn: (_: object, message: string) => void warnings.push(message) };
  const keeper = new KeepGrantsResident(store, grants, clock, log, { consuming, everyMs: 5 });
  const has = () => grants.find(question, clock.now()).length > 0;
  return { clock, grants, keeper, warnings, has, follow: new FollowGrants(store, keeper) };
}

describe('grants stay resident', () => {
  it('from before the start, and as they come and go, in every replica', async () => {
    const store = new FakeGrantStore();
    const [one, other] = [replica(store), replica(store)];
    await one.follow.granted('workforce', fact('g-1'), someTransaction());
    expect(one.keeper.asOf).toBeUndefined();
    for (const { keeper } of [one, other]) keeper.start();
    await until(() => one.has() && other.has());
    expect(one.keeper.asOf).toEqual(one.clock.now());
    await one.follow.ended(
      'workforce',
      { grantId: 'g-1', subjectId, endedAt: '2026-01-05T10:00:00.000Z' },
      someTransaction(),
    );
    await until(() => !one.has() && !other.has());
    expect(one.grants.size).toBe(0);
    for (const { keeper } of [one, other]) await keeper.stop();
  });

  it('and say as of when, which stands still while nothing can be learned', async () => {
    const store = new FakeGrantStore();
    let joined = true;
    const { clock, keeper, warnings } = replica(store, () => joined);
    keeper.start();
    const loadedAt = await until(() => keeper.asOf);
    joined = false;
    clock.advance(60_000);
    store.down = true;
    await until(() => warnings.length > 0);
    store.down = false;
    expect(keeper.asOf).toEqual(loadedAt);
    joined = true;
    await until(() => keeper.asOf?.getTime() === clock.now().getTime());
    await keeper.stop();
  });

  it('are not loaded from a database that is down, but as soon as it is back', async () => {
    const store = new FakeGrantStore();
    store.down = true;
    const { keeper, warnings } = replica(store);
    keeper.start();
    await until(() => warnings.length > 2);
    expect(keeper.asOf).toBeUndefined();
    store.down = false;
    await until(() => keeper.asOf);
    await keeper.stop();
  });
});

describe('a road', () => {
  it.each([
    { name: 'of people about an agent', chain: [`${newAgentId()}:1`] },
    { name: 'of people about an agent below a person', chain: [`${subjectId}:1`, `${newAgentId()}:1`] },
  ])('$name is not believed', async ({ chain }) => {
    const { follow } = replica(new FakeGrantStore());
    await expect(follow.granted('workforce', fact('g-1', { chain }), someTransaction())).rejects.toThrow(
      ForeignGrant,
    );
  });

  it('cannot end the access of another', async () => {
    const { follow } = replica(new FakeGrantStore());
    const end = { grantId: 'g-1', subjectId, endedAt: '2026-01-05T10:00:00.000Z' };
    await expect(follow.ended('agent', end, someTransaction())).rejects.toThrow(ForeignGrant);
  });
});
