import { FakeConnector } from '@trivium/connector-conformance';
import { personIdFor } from '@trivium/identity';
import { until } from '@trivium/testing';
import type { AccountSpec, ActContext } from './connector.js';
import type { LeasedTarget } from './revocation.store.js';
import {
  order,
  receiptWhen,
  RunningRoad,
  settled,
  withAccount,
  type Replica,
} from './testing/running-road.contract.js';

const soon = (ms: number) => new Date(Date.now() + ms);

/** Keeps the names of the operations that reach the target. */
class NotingConnector extends FakeConnector {
  readonly operations: string[] = [];

  override revoke(account: AccountSpec, act: ActContext) {
    this.operations.push(act.operationId);
    return super.revoke(account, act);
  }
}

describe('the durable work of a road', () => {
  let running: RunningRoad;
  let idle: Replica;
  let other: RunningRoad | undefined;

  beforeAll(async () => {
    running = await RunningRoad.start();
    idle = await running.replica();
  });
  afterEach(() => {
    running.ledger.mood = 'well';
    running.archive.mood = 'well';
  });
  afterAll(async () => {
    await running.stop();
    await other?.stop();
  });

  const lease = (limit = 100, until = soon(60_000)) =>
    idle.road.revocations.lease('trivium', limit, soon(0), until);
  const progress = (work: LeasedTarget, now: Parameters<typeof idle.road.revocations.progress>[2]) =>
    idle.unitOfWork.run((tx) => idle.road.revocations.progress(tx, work, now));
  const finish = async () => {
    for (const work of await lease()) await progress(work, { stage: 'verified', status: 'confirmed' });
  };

  it('is leased by one of many who ask at once, in due order', async () => {
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      ids.push(await order(idle, personIdFor('lease', name)));
    const leased = await Promise.all([lease(2), lease(2), lease(2), lease(2)]);
    expect(
      leased
        .flat()
        .map(({ revocationId }) => revocationId)
        .sort(),
    ).toEqual([...ids].sort());
    expect(await lease()).toEqual([]);
    for (const work of leased.flat())
      await progress(work, { stage: 'pending', status: 'unavailable', dueAt: soon(0) });
    expect((await lease(2)).map(({ revocationId }) => revocationId).every((id) => ids.includes(id))).toBe(
      true,
    );
    await idle.source.query('UPDATE revocation_target SET leased_until = NULL');
    await finish();
  });

  it('is due again when the lease of a process that died has ended, and not before', async () => {
    const revocationId = await order(idle, personIdFor('lease', 'crash'));
    const [died] = await lease(1, soon(400));
    expect(died?.revocationId).toBe(revocationId);
    expect(await lease()).toEqual([]);
    const [again] = await until(async () => {
      const found = await lease();
      return found.length > 0 && found;
    });
    expect(again).toMatchObject({ revocationId, attempts: 0 });
    await progress(again!, { stage: 'verified', status: 'confirmed' });
  });

  it('is not undone by a process that comes back late', async () => {
    const revocationId = await order(idle, personIdFor('lease', 'late'));
    const [late] = await lease(1, soon(-1));
    const [second] = await lease(1);
    expect(await progress(second!, { stage: 'verified', status: 'confirmed', verifiedAt: soon(0) })).toBe(
      true,
    );
    expect(await progress(late!, { stage: 'pending', status: 'unavailable', error: 'ERR_LATE' })).toBe(false);
    const found = await idle.road.revocations.find(idle.source, revocationId);
    expect(found?.receipts[0]).toMatchObject({ stage: 'verified', status: 'confirmed' });
    expect(found?.receipts[0]?.lastError).toBeUndefined();
  });

  it('is done once by two processes that both work on it', async () => {
    const [left, right] = [await running.working(), await running.working()];
    const people = Array.from({ length: 25 }, (_, at) => personIdFor('two', String(at)));
    const accounts = await Promise.all(people.map((person) => withAccount(left, person)));
    const ids = await Promise.all(people.map((person, at) => order(at % 2 ? left : right, person)));
    await Promise.all(ids.map((revocationId) => settled(left, revocationId)));
    const revoked = running.ledger.effects.filter((effect) => effect.startsWith('revoke '));
    expect(revoked.sort()).toEqual(accounts.map(({ name }) => `revoke ${name}`).sort());
    expect(running.ledger.mostInFlight).toBeLessThanOrEqual(2 * (running.limits.concurrency + 2));
    const verified = running.verified.filter((one) => one.endsWith('@ledger'));
    expect(new Set(verified).size).toBe(verified.length);
  });

  it('goes on at every other target while one hangs, and at that one as soon as it answers', async () => {
    const replica = await running.working();
    const people = Array.from({ length: 6 }, (_, at) => personIdFor('hang', String(at)));
    for (const person of people) {
      await withAccount(replica, person, 'ledger');
      await withAccount(replica, person, 'archive');
    }
    running.ledger.mood = 'hanging';
    const ids = await Promise.all(people.map((person) => order(replica, person)));
    const done = await Promise.all(
      ids.map((id) => receiptWhen(replica, id, 'archive', ({ stage }) => stage === 'verified')),
    );
    expect(done.map(({ status }) => status)).toEqual(people.map(() => 'confirmed'));
    const hanging = await receiptWhen(replica, ids[0]!, 'ledger', () => true);
    expect(hanging.stage).toBe('pending');
    running.ledger.mood = 'well';
    await Promise.all(ids.map((id) => settled(replica, id)));
  });

  it('names a repetition like the first try, and another try of what did not hold differently', async () => {
    const noting = new NotingConnector(running.ledger);
    other = await RunningRoad.start();
    const replica = await other.working(new FakeConnector(other.trivium), noting);
    const person = personIdFor('names', 'ada');
    await withAccount(replica, person);
    running.ledger.mood = 'away';
    const revocationId = await order(replica, person);
    await receiptWhen(replica, revocationId, 'ledger', ({ attempts }) => attempts >= 2);
    expect(new Set(noting.operations)).toEqual(new Set([`${revocationId}/ledger/revoke`]));
    running.ledger.mood = 'ignoring';
    const notProven = 'ERR_EFFECT_NOT_PROVEN';
    const doubted = await receiptWhen(
      replica,
      revocationId,
      'ledger',
      ({ lastError }) => lastError === notProven,
    );
    running.ledger.mood = 'well';
    await settled(replica, revocationId);
    expect(noting.operations.at(-1)).toMatch(new RegExp(`^${revocationId}/ledger/revoke/again-\\d+$`));
    expect(Number(noting.operations.at(-1)?.split('-').at(-1))).toBeGreaterThanOrEqual(doubted.attempts);
  });
});
