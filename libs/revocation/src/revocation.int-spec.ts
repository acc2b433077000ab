import { busMigrations, Outbox } from '@trivium/bus';
import { KeyEncryptionKey, Sealer, Secret, SigningKey } from '@trivium/credentials';
import { personIdFor, type Chain, type PersonId } from '@trivium/identity';
import { migrate, PgUnitOfWork, provisionSchema, serviceDataSource, serviceUrl } from '@trivium/persistence';
import { systemClock } from '@trivium/runtime';
import { startOwnValkey, testPostgres, until, type TestDatabase } from '@trivium/testing';
import { compactVerify, importJWK } from 'jose';
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Account } from './accounts/account.js';
import { assembleRevocation, type RoadRevocation } from './assemble.js';
import {
  EffectNotProven,
  TargetUnavailable,
  UnsupportedByTarget,
  type AccountSpec,
  type Connector,
  type Revoked,
} from './connector.js';
import { valkeyClient } from './markers/valkey-client.js';
import { revocationMigrations } from './migrations.js';

const silent = { info: () => undefined, warn: () => undefined };
const service = { service: 'workforce', password: 'spec-only' };

/** A target that keeps accounts and secrets, counts what changed, and can be made to misbehave. */
class KeptTarget implements Connector {
  readonly kind = 'kept';
  readonly unsupported = [];
  readonly secrets = new Map<string, string>();
  readonly effects: string[] = [];
  mood: 'well' | 'away' | 'incapable' | 'ignoring' = 'well';

  constructor(readonly target: string) {}

  async *discover(): AsyncIterable<never> {}

  async provision({ name }: AccountSpec): Promise<void> {
    this.#answer('provision');
    if (!this.secrets.has(name)) this.secrets.set(name, '');
  }

  async issue({ name }: AccountSpec): Promise<Secret> {
    this.#answer('issue');
    const secret = randomBytes(12).toString('hex');
    this.secrets.set(name, secret);
    return new Secret(secret);
  }

  async rotate(account: AccountSpec): Promise<Secret> {
    this.#answer('rotate');
    this.effects.push(`rotate ${account.name}`);
    return this.issue(account);
  }

  async revoke({ name }: AccountSpec): Promise<Revoked> {
    this.#answer('revoke');
    if (this.mood === 'ignoring' || !this.secrets.delete(name)) return { outcome: 'already', evidence: {} };
    this.effects.push(`revoke ${name}`);
    return { outcome: 'revoked', evidence: { sessions: 0 } };
  }

  async verify({ name }: AccountSpec, secret: Secret | undefined) {
    this.#answer('verify');
    const works = secret !== undefined && this.secrets.get(name) === secret.reveal();
    return {
      access: works ? ('accepted' as const) : ('refused' as const),
      method: 'login-attempt' as const,
      evidence: { code: works ? 'ok' : '28000' },
    };
  }

  async close(): Promise<void> {}

  #answer(act: 'provision' | 'issue' | 'rotate' | 'revoke' | 'verify'): void {
    if (this.mood === 'away') throw new TargetUnavailable(this.target, act);
    if (this.mood === 'incapable' && act === 'revoke')
      throw new UnsupportedByTarget(this.target, act, 'no such call');
  }
}

describe('a revocation, from its order to its receipts', () => {
  let database: TestDatabase;
  let source: DataSource;
  let unitOfWork: PgUnitOfWork;
  let valkey: Awaited<ReturnType<typeof startOwnValkey>>;
  let road: RoadRevocation;
  let key: SigningKey;
  const trivium = new KeptTarget('trivium');
  const ledger = new KeptTarget('ledger');
  const verified: string[] = [];

  beforeAll(async () => {
    [database, valkey, key] = await Promise.all([
      testPostgres(),
      startOwnValkey(),
      SigningKey.generate('EdDSA'),
    ]);
    await provisionSchema(database.adminUrl, service);
    await migrate(database.adminUrl, 'workforce', [...busMigrations, ...revocationMigrations]);
    source = await serviceDataSource('workforce', {
      DATABASE_URL: serviceUrl(database.adminUrl, service),
      TRIVIUM_DATABASE_POOL: 10,
    }).initialize();
    unitOfWork = new PgUnitOfWork(source);
    road = assembleRevocation({
      road: 'workforce',
      pool: source,
      unitOfWork,
      valkey: valkeyClient({ VALKEY_URL: valkey.url }),
      outbox: new Outbox('trivium:workforce', { nudge: () => undefined }),
      sealer: new Sealer(KeyEncryptionKey.fromBase64(new Secret(randomBytes(32).toString('base64')))),
      signer: key,
      targets: [trivium, ledger].map((connector) => ({ connector, concurrency: 4, timeoutMs: 5_000 })),
      clock: systemClock,
      log: silent,
      onActive: async () => undefined,
      onVerified: async (_tx, work) => void verified.push(`${work.revocation.subject.id}@${work.target}`),
    });
    for (const task of road.tasks) await task.start();
    await until(() => road.keeper.state === 'complete');
  });

  afterAll(async () => {
    for (const task of [...road.tasks].reverse()) await task.stop();
    await source.destroy();
    await valkey.stop();
    await database.drop();
  });

  async function withAccount(personId: PersonId): Promise<Account> {
    const wanted = {
      ownerId: personId,
      generation: 1,
      target: 'ledger',
      name: `p_${personId.slice(4, 12)}`,
      entitlements: ['role:reader'],
    };
    await unitOfWork.run((tx) => road.accounts.want(tx, [wanted], new Date()));
    road.nudge();
    return until(async () =>
      (await road.accounts.ofOwner(source, personId)).find(({ state }) => state === 'active'),
    );
  }

  function order(personId: PersonId, act: 'revoke' | 'rotate' = 'revoke') {
    const chain: Chain = [{ id: personId, generation: 1 }];
    return unitOfWork.run(async (tx) => {
      const accounts =
        act === 'revoke'
          ? await road.accounts.ending(tx, [personId])
          : await road.accounts.ofOwner(tx, personId);
      return road.order.execute(tx, {
        subject: { id: personId, kind: 'person', label: 'Ada Example' },
        reason: 'left',
        links: chain,
        chain,
        accounts: accounts.map((account) => ({ account, act })),
        eventAt: new Date(),
        policyVersion: '2026.11.1+spec',
        actor: { id: 'hr', kind: 'feed' },
      });
    });
  }

  const detail = (revocationId: string) => road.revocations.find(source, revocationId);
  const settled = (revocationId: string) =>
    until(async () => (await detail(revocationId))?.stage === 'verified' && detail(revocationId), {
      description: 'the revocation to be verified',
    });

  it('contains, eradicates, tries the old access and signs what it saw', async () => {
    const person = personIdFor('spec', 'ada');
    const account = await withAccount(person);
    const revocation = await settled(await order(person));
    expect(ledger.effects.filter((effect) => effect.endsWith(account.name))).toEqual([
      `revoke ${account.name}`,
    ]);
    expect(revocation.targets).toEqual({ total: 2, eradicated: 2, verified: 2, attention: 0 });
    expect(
      revocation.containedAt! <= revocation.eradicatedAt! &&
        revocation.eradicatedAt! <= revocation.verifiedAt!,
    ).toBe(true);
    const receipt = revocation.receipts.find(({ target }) => target === 'ledger');
    const { payload, protectedHeader } = await compactVerify(
      receipt!.jws!,
      await importJWK(key.publicJwk, 'EdDSA'),
    );
    expect(protectedHeader.typ).toBe('trv-receipt+jws');
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      revocationId: revocation.revocationId,
      account: account.name,
      status: 'confirmed',
      verification: { access: 'refused', method: 'login-attempt' },
    });
    expect((await road.accounts.ofOwner(source, person)).map(({ state }) => state)).toEqual(['ended']);
    expect(verified).toEqual(expect.arrayContaining([`${person}@ledger`, `${person}@trivium`]));
  });

  it('leaves an event for every stage and an entry for the record in the outbox', async () => {
    const rows = await source.query<{ topic: string; value: string }[]>(
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

  it('goes on for as long as the target is away, and says so meanwhile', async () => {
    const person = personIdFor('spec', 'bea');
    await withAccount(person);
    ledger.mood = 'away';
    const revocationId = await order(person);
    const waiting = await until(async () =>
      (await detail(revocationId))?.receipts.find(
        ({ target, attempts }) => target === 'ledger' && attempts >= 2,
      ),
    );
    expect(waiting).toMatchObject({
      status: 'unavailable',
      stage: 'pending',
      lastError: 'ERR_TARGET_UNAVAILABLE',
    });
    expect((await detail(revocationId))!.targets.attention).toBe(1);
    ledger.mood = 'well';
    expect((await settled(revocationId)).targets.attention).toBe(0);
  });

  it('does not believe a target that says done while the old secret still works', async () => {
    const person = personIdFor('spec', 'cleo');
    await withAccount(person);
    ledger.mood = 'ignoring';
    const revocationId = await order(person);
    const doubted = await until(async () =>
      (await detail(revocationId))?.receipts.find(
        ({ lastError }) => lastError === new EffectNotProven('', 'verify', '').code,
      ),
    );
    expect(doubted).toMatchObject({ stage: 'pending', status: 'unavailable' });
    ledger.mood = 'well';
    await settled(revocationId);
  });

  it('makes a case of what the target cannot do, and calls nothing done', async () => {
    const person = personIdFor('spec', 'dora');
    await withAccount(person);
    ledger.mood = 'incapable';
    const revocationId = await order(person);
    const open = await until(async () =>
      (await detail(revocationId))?.receipts.find(({ status }) => status === 'unsupported'),
    );
    expect(open).toMatchObject({
      target: 'ledger',
      stage: 'pending',
      lastError: 'ERR_UNSUPPORTED_BY_TARGET',
    });
    expect((await detail(revocationId))!.stage).toBe('contained');
    ledger.mood = 'well';
  });

  it('rotates a leaked secret: the account lives on with a new one, the old one is refused', async () => {
    const person = personIdFor('spec', 'edda');
    const account = await withAccount(person);
    const leaked = ledger.secrets.get(account.name);
    const revocation = await settled(await order(person, 'rotate'));
    expect(ledger.secrets.get(account.name)).not.toBe(leaked);
    expect(revocation.receipts.find(({ target }) => target === 'ledger')).toMatchObject({
      status: 'confirmed',
    });
    expect((await road.accounts.ofOwner(source, person)).map(({ state }) => state)).toEqual(['active']);
  });

  it('pages through revocations, newest first', async () => {
    const first = await road.revocations.list(source, 2);
    const second = await road.revocations.list(source, 2, first.next);
    const times = [...first.items, ...second.items].map(({ containedAt }) => containedAt!);
    expect(times).toEqual([...times].sort().reverse());
    expect(second.items[0]!.revocationId).not.toBe(first.items[1]!.revocationId);
  });
});
