import { personIdFor } from '@trivium/identity';
import { compactVerify, importJWK } from 'jose';
import {
  order,
  receiptWhen,
  RunningRoad,
  settled,
  withAccount,
  type Replica,
} from './testing/running-road.contract.js';

describe('a revocation, from its order to its receipts', () => {
  let running: RunningRoad;
  let replica: Replica;

  beforeAll(async () => {
    running = await RunningRoad.start();
    replica = await running.working();
  });
  afterAll(() => running.stop());
  afterEach(() => {
    running.ledger.mood = 'well';
    running.ledger.incapable = [];
  });

  const accountStates = async (person: string) =>
    (await replica.road.accounts.ofOwner(replica.source, person)).map(({ state }) => state);
  const detail = (revocationId: string) => replica.road.revocations.find(replica.source, revocationId);

  it('contains, eradicates, tries the old access and signs what it saw', async () => {
    const person = personIdFor('spec', 'ada');
    const account = await withAccount(replica, person);
    const revocation = await settled(replica, await order(replica, person));
    expect(running.ledger.effects.filter((effect) => effect === `revoke ${account.name}`)).toHaveLength(1);
    expect(revocation.targets).toEqual({ total: 2, eradicated: 2, verified: 2, attention: 0 });
    const { containedAt, eradicatedAt, verifiedAt } = revocation;
    expect([containedAt, eradicatedAt, verifiedAt]).toEqual([containedAt, eradicatedAt, verifiedAt].sort());
    const receipt = revocation.receipts.find(({ target }) => target === 'ledger');
    const key = await importJWK(running.key.publicJwk, 'EdDSA');
    const { payload, protectedHeader } = await compactVerify(receipt!.jws!, key);
    expect(protectedHeader.typ).toBe('trv-receipt+jws');
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      revocationId: revocation.revocationId,
      account: account.name,
      status: 'confirmed',
      verification: { access: 'refused', method: 'login-attempt' },
    });
    expect(await accountStates(person)).toEqual(['ended']);
    expect(running.verified).toEqual(expect.arrayContaining([`${person}@ledger`, `${person}@trivium`]));
  });

  it('leaves an event for every stage and an entry for the record in the outbox', async () => {
    const rows = await replica.source.query<{ topic: string; value: string }[]>(
      'SELECT topic, value FROM outbox ORDER BY seq',
    );
    const stages = rows
      .filter(({ topic }) => topic === 'workforce.revocation')
      .map(({ value }) => (JSON.parse(value) as { stage: string }).stage);
    expect(stages[0]).toBe('contained');
    expect(stages.at(-1)).toBe('verified');
    const actions = rows
      .filter(({ topic }) => topic === 'audit.entry')
      .map(({ value }) => (JSON.parse(value) as { action: string }).action);
    expect(new Set(actions)).toEqual(new Set(['access.contained', 'access.eradicated', 'access.verified']));
  });

  it('goes on for as long as the target is away, says so meanwhile, and confirms in the end', async () => {
    const person = personIdFor('spec', 'bea');
    await withAccount(replica, person);
    running.ledger.mood = 'away';
    const revocationId = await order(replica, person);
    const waiting = await receiptWhen(replica, revocationId, 'ledger', ({ attempts }) => attempts >= 2);
    expect(waiting).toMatchObject({
      status: 'unavailable',
      stage: 'pending',
      lastError: 'ERR_TARGET_UNAVAILABLE',
    });
    expect((await detail(revocationId))!.targets.attention).toBe(1);
    running.ledger.mood = 'well';
    const done = await settled(replica, revocationId);
    expect(done.targets.attention).toBe(0);
    expect(done.receipts.map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
  });

  it('does not believe a target that says done while the old secret still works', async () => {
    const person = personIdFor('spec', 'cleo');
    await withAccount(replica, person);
    running.ledger.mood = 'ignoring';
    const revocationId = await order(replica, person);
    const notProven = 'ERR_EFFECT_NOT_PROVEN';
    const doubted = await receiptWhen(
      replica,
      revocationId,
      'ledger',
      ({ lastError }) => lastError === notProven,
    );
    expect(doubted).toMatchObject({ stage: 'pending', status: 'unavailable' });
    running.ledger.mood = 'well';
    await settled(replica, revocationId);
  });

  it('makes a case of what the target cannot do, with its owner and deadline, and calls nothing done', async () => {
    const person = personIdFor('spec', 'dora');
    await withAccount(replica, person);
    running.ledger.incapable = ['revoke'];
    const deadline = new Date('2031-03-01T12:00:00.000Z');
    const revocationId = await order(replica, person, { owner: 'it-security', deadline });
    const open = await receiptWhen(replica, revocationId, 'ledger', ({ status }) => status === 'unsupported');
    expect(open).toMatchObject({ stage: 'pending', lastError: 'ERR_UNSUPPORTED_BY_TARGET' });
    expect(open.nextAttemptAt! > new Date().toISOString()).toBe(true);
    expect(await detail(revocationId)).toMatchObject({
      stage: 'contained',
      owner: 'it-security',
      deadline: deadline.toISOString(),
      targets: { attention: 1 },
    });
    expect(await accountStates(person)).toEqual(['ending']);
  });

  it('rotates a leaked secret: the account lives on with a new one, the old one is refused', async () => {
    const person = personIdFor('spec', 'edda');
    const account = await withAccount(replica, person);
    const revocation = await settled(replica, await order(replica, person, { act: 'rotate' }));
    expect(running.ledger.effects.filter((effect) => effect === `rotate ${account.name}`)).toHaveLength(1);
    expect(revocation.receipts.find(({ target }) => target === 'ledger')).toMatchObject({
      status: 'confirmed',
      evidence: { answer: 'no' },
    });
    expect(running.ledger.book.isOpen(account.name)).toBe(true);
    expect(await accountStates(person)).toEqual(['active']);
  });

  it('has no secret to rotate of an account that was ended meanwhile: that it is refused proves the order', async () => {
    const person = personIdFor('spec', 'gesa');
    const account = await withAccount(replica, person);
    running.ledger.mood = 'away';
    const rotation = await order(replica, person, { act: 'rotate' });
    await receiptWhen(replica, rotation, 'ledger', ({ attempts }) => attempts >= 1);
    const end = await order(replica, person);
    running.ledger.mood = 'well';
    for (const revocationId of [end, rotation])
      expect((await settled(replica, revocationId)).receipts.map(({ status }) => status)).toEqual([
        'confirmed',
        'confirmed',
      ]);
    expect(running.ledger.effects).not.toContain(`rotate ${account.name}`);
    expect(running.ledger.book.isOpen(account.name)).toBe(false);
    expect(await accountStates(person)).toEqual(['ended']);
  });

  it('leaves nothing of an order whose transaction fails', async () => {
    const person = personIdFor('spec', 'frieda');
    const failing = replica.unitOfWork.run(async (tx) => {
      const chain = [{ id: person, generation: 1 }];
      await replica.road.order.execute(tx, {
        subject: { id: person, kind: 'person', label: 'Frieda Example' },
        reason: 'left',
        links: chain,
        chain,
        accounts: async () => Promise.reject(new Error('no accounts')),
        eventAt: new Date(),
        policyVersion: '2026.11.1+spec',
        actor: { id: 'hr', kind: 'feed' },
      });
    });
    await expect(failing).rejects.toThrow('no accounts');
    const left = await replica.source.query('SELECT 1 FROM revocation WHERE subject_id = $1', [person]);
    expect(left).toEqual([]);
  });

  it('pages through revocations, newest first', async () => {
    const first = await replica.road.revocations.list(replica.source, 2);
    const second = await replica.road.revocations.list(replica.source, 2, first.next);
    const times = [...first.items, ...second.items].map(({ containedAt }) => containedAt!);
    expect(times).toEqual([...times].sort().reverse());
    expect(second.items[0]!.revocationId).not.toBe(first.items[1]!.revocationId);
  });
});
