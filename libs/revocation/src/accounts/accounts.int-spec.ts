import { FakeConnector } from '@trivium/connector-conformance';
import { personIdFor, type PersonId } from '@trivium/identity';
import { FakeClock, until } from '@trivium/testing';
import { order, RunningRoad, settled, withAccount, type Replica } from '../testing/running-road.contract.js';
import { ClaimSecret } from './claim-secret.js';
import { ProvisionAccount } from './provision-account.js';
import type { LeasedAccount } from './account.store.js';

const soon = (ms: number) => new Date(Date.now() + ms);

describe('accounts that a road gives', () => {
  let running: RunningRoad;
  let idle: Replica;
  let working: Replica;
  const activated: string[] = [];
  const warned: object[] = [];

  beforeAll(async () => {
    running = await RunningRoad.start();
    idle = await running.replica();
    working = await running.working(new FakeConnector(running.trivium), new FakeConnector(running.ledger));
  });
  afterEach(() => (running.archive.mood = 'well'));
  afterAll(() => running.stop());

  /** At the archive nobody works by itself: the spec does it step by step. */
  async function wanted(person: PersonId): Promise<LeasedAccount> {
    const account = { ownerId: person, generation: 1, target: 'archive', name: `p_${person.slice(4, 12)}` };
    await idle.unitOfWork.run((tx) =>
      idle.road.accounts.want(tx, [{ ...account, entitlements: ['role:reader'] }], new Date()),
    );
    const [leased] = await lease();
    return leased!;
  }

  const lease = (limit = 10, end = soon(60_000)) =>
    idle.road.accounts.lease('archive', limit, new Date(), end);
  const stateOf = async (person: PersonId) =>
    (await idle.road.accounts.ofOwner(idle.source, person)).map(({ state }) => state);
  const clock = new FakeClock(new Date());
  const provision = () =>
    new ProvisionAccount(
      idle.road.accounts,
      idle.unitOfWork,
      running.sealer,
      clock,
      async (_tx, { name }) => {
        activated.push(name);
      },
      { warn: (fields) => warned.push(fields) },
    );
  const claim = () => new ClaimSecret(idle.road.accounts, idle.unitOfWork, running.sealer);
  const signal = () => AbortSignal.timeout(10_000);

  describe('provisioning', () => {
    it('makes a wanted account real, keeps its secret sealed and says so once', async () => {
      const person = personIdFor('give', 'ada');
      const account = await wanted(person);
      await provision().execute(new FakeConnector(running.archive), account, signal());
      expect(await stateOf(person)).toEqual(['active']);
      expect(activated.filter((name) => name === account.name)).toHaveLength(1);
      const [row] = await idle.source.query<{ sealed_secret: string }[]>(
        'SELECT sealed_secret FROM account WHERE account_id = $1',
        [account.accountId],
      );
      const secret = await claim().execute(account.accountId, person);
      expect(running.archive.book.login(account.name, secret!.reveal())?.may('role:reader')).toBe(true);
      expect(row?.sealed_secret).not.toContain(secret!.reveal());
    });

    it.each([
      { name: 'is away', mood: 'away', want: 'ERR_TARGET_UNAVAILABLE' },
      { name: 'refuses', mood: 'refusing', want: 'ERR_TARGET_REFUSED' },
    ] as const)('is put off while the target $name, then done', async ({ mood, want }) => {
      const person = personIdFor('give', mood);
      const account = await wanted(person);
      running.archive.mood = mood;
      await provision().execute(new FakeConnector(running.archive), account, signal());
      const [row] = await idle.source.query<object[]>(
        'SELECT attempts, last_error, leased_until FROM account WHERE account_id = $1',
        [account.accountId],
      );
      expect(row).toEqual({ attempts: 1, last_error: want, leased_until: null });
      expect(warned.at(-1)).toMatchObject({ accountId: account.accountId, target: 'archive', code: want });
      expect(await stateOf(person)).toEqual(['wanted']);
      running.archive.mood = 'well';
      await provision().execute(new FakeConnector(running.archive), { ...account, attempts: 1 }, signal());
      expect(await stateOf(person)).toEqual(['active']);
    });

    it('ends as ended when the end was ordered meanwhile, and gives nobody the secret', async () => {
      const person = personIdFor('give', 'leaving');
      const account = await wanted(person);
      await order(idle, person);
      await provision().execute(new FakeConnector(running.archive), account, signal());
      expect(await stateOf(person)).toEqual(['ending']);
      expect(activated).not.toContain(account.name);
      expect(await claim().execute(account.accountId, person)).toBeUndefined();
    });

    it('is not overtaken by the revocation of the same account', async () => {
      const person = personIdFor('give', 'overtaken');
      const account = await wanted(person);
      const revocationId = await order(idle, person);
      const due = () => idle.road.revocations.lease('archive', 10, new Date(), soon(-1));
      expect((await due()).map((work) => work.revocationId)).not.toContain(revocationId);
      await provision().execute(new FakeConnector(running.archive), account, signal());
      expect((await due()).map((work) => work.revocationId)).toContain(revocationId);
    });

    it('is leased by one of many who ask at once, and by another when that one dies', async () => {
      const people = ['a', 'b', 'c', 'd', 'e'].map((name) => personIdFor('many', name));
      const rows = people.map((ownerId) => ({
        ownerId,
        generation: 1,
        target: 'archive',
        name: `p_${ownerId.slice(4, 12)}`,
        entitlements: [],
      }));
      await idle.unitOfWork.run((tx) => idle.road.accounts.want(tx, rows, new Date()));
      const brief = soon(1_500);
      const leased = (await Promise.all([lease(2, brief), lease(2, brief), lease(2, brief)])).flat();
      const ids = leased.map(({ accountId }) => accountId);
      expect([ids.length, new Set(ids).size]).toEqual([5, 5]);
      const again = await until(async () => {
        const found = await lease();
        return found.length > 0 && found;
      });
      expect(new Date() > brief).toBe(true);
      expect(again.map(({ accountId }) => accountId).sort()).toEqual(ids.sort());
    });
  });

  describe('the claim of a secret', () => {
    it('is good once, however many claim at the same time', async () => {
      const person = personIdFor('claim', 'ada');
      const { accountId, name } = await withAccount(working, person);
      const claimed: string[] = [];
      const claims = Array.from({ length: 8 }, () =>
        claim().execute(accountId, person, async () => void claimed.push(name)),
      );
      const given = (await Promise.all(claims)).filter((secret) => secret !== undefined);
      expect([given.length, claimed]).toEqual([1, [name]]);
      expect(running.ledger.book.login(name, given[0]!.reveal())).toBeDefined();
    });

    it('is not used up when the record of it fails', async () => {
      const person = personIdFor('claim', 'bea');
      const { accountId } = await withAccount(working, person);
      const failing = claim().execute(accountId, person, () => Promise.reject(new Error('no record')));
      await expect(failing).rejects.toThrow('no record');
      expect(await claim().execute(accountId, person)).toBeDefined();
    });

    it('is refused to everybody else', async () => {
      const person = personIdFor('claim', 'cleo');
      const { accountId } = await withAccount(working, person);
      expect(await claim().execute(accountId, personIdFor('claim', 'eve'))).toBeUndefined();
    });

    it('is good again for the secret that replaced a leaked one, and for none once the account ended', async () => {
      const person = personIdFor('claim', 'dora');
      const { accountId, name } = await withAccount(working, person);
      const leaked = await claim().execute(accountId, person);
      await settled(working, await order(working, person, { act: 'rotate' }));
      const next = await claim().execute(accountId, person);
      const { book } = running.ledger;
      expect([book.login(name, leaked!.reveal()), book.login(name, next!.reveal())]).toEqual([
        undefined,
        expect.objectContaining({ open: true }),
      ]);
      await settled(working, await order(working, person));
      expect(await claim().execute(accountId, person)).toBeUndefined();
    });
  });
});
