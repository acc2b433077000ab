import { busMigrations, Outbox } from '@trivium/bus';
import { FakeConnector, FakeTarget } from '@trivium/connector-conformance';
import { KeyEncryptionKey, Sealer, Secret, SigningKey } from '@trivium/credentials';
import type { Chain, PersonId } from '@trivium/identity';
import { migrate, PgUnitOfWork, provisionSchema, serviceDataSource, serviceUrl } from '@trivium/persistence';
import { systemClock } from '@trivium/runtime';
import { startOwnValkey, testPostgres, until, type TestDatabase } from '@trivium/testing';
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Account } from '../accounts/account.js';
import { assembleRevocation, type RoadRevocation } from '../assemble.js';
import type { Connector } from '../connector.js';
import { valkeyClient } from '../markers/valkey-client.js';
import { revocationMigrations } from '../migrations.js';
import type { RevocationOrder } from '../order-revocation.js';

const silent = { info: () => undefined, warn: () => undefined };
const service = { service: 'workforce', password: 'spec-only' };

export interface Replica {
  readonly road: RoadRevocation;
  readonly source: DataSource;
  readonly unitOfWork: PgUnitOfWork;
}

/** One road on a real Postgres and a real Valkey, with targets in memory, in as many processes as a spec wants. */
export class RunningRoad {
  readonly trivium = new FakeTarget('trivium');
  readonly ledger = new FakeTarget('ledger');
  readonly archive = new FakeTarget('archive');
  readonly verified: string[] = [];
  readonly sealer = new Sealer(KeyEncryptionKey.fromBase64(new Secret(randomBytes(32).toString('base64'))));
  readonly limits = { concurrency: 4, timeoutMs: 5_000 };
  readonly #replicas: Replica[] = [];

  private constructor(
    private readonly database: TestDatabase,
    private readonly valkey: Awaited<ReturnType<typeof startOwnValkey>>,
    readonly key: SigningKey,
  ) {}

  static async start(): Promise<RunningRoad> {
    const [database, valkey, key] = await Promise.all([
      testPostgres(),
      startOwnValkey(),
      SigningKey.generate('EdDSA'),
    ]);
    await provisionSchema(database.adminUrl, service);
    await migrate(database.adminUrl, 'workforce', [...busMigrations, ...revocationMigrations]);
    return new RunningRoad(database, valkey, key);
  }

  /** A process of the road that takes orders and works on nothing. */
  async replica(
    targets: readonly Connector[] = [this.trivium, this.ledger, this.archive].map(
      (target) => new FakeConnector(target),
    ),
  ): Promise<Replica> {
    const source = await serviceDataSource('workforce', {
      DATABASE_URL: serviceUrl(this.database.adminUrl, service),
      TRIVIUM_DATABASE_POOL: 10,
    }).initialize();
    const unitOfWork = new PgUnitOfWork(source);
    const road = assembleRevocation({
      road: 'workforce',
      pool: source,
      unitOfWork,
      valkey: valkeyClient({ VALKEY_URL: this.valkey.url }),
      outbox: new Outbox('trivium:workforce', { nudge: () => undefined }),
      sealer: this.sealer,
      signer: this.key,
      targets: targets.map((connector) => ({ connector, ...this.limits })),
      clock: systemClock,
      log: silent,
      onActive: async () => undefined,
      onVerified: async (_tx, work) =>
        void this.verified.push(`${work.revocation.subject.id}@${work.target}`),
    });
    road.keeper.start();
    await until(() => road.keeper.state === 'complete');
    const replica = { road, source, unitOfWork };
    this.#replicas.push(replica);
    return replica;
  }

  async working(...targets: readonly Connector[]): Promise<Replica> {
    const replica = await this.replica(targets.length > 0 ? targets : undefined);
    for (const task of replica.road.tasks) if (task !== replica.road.keeper) await task.start();
    return replica;
  }

  async stop(): Promise<void> {
    for (const { road, source } of this.#replicas) {
      for (const task of [...road.tasks].reverse()) await task.stop();
      await source.destroy();
    }
    await this.valkey.stop();
    await this.database.drop();
  }
}

/** An account that the person has at the target, with a secret that works there. */
export async function withAccount(
  { road, source, unitOfWork }: Replica,
  personId: PersonId,
  target = 'ledger',
): Promise<Account> {
  const name = `p_${personId.slice(4, 12)}`;
  const wanted = { ownerId: personId, generation: 1, target, name, entitlements: ['role:reader'] };
  await unitOfWork.run((tx) => road.accounts.want(tx, [wanted], new Date()));
  road.nudge();
  return until(async () =>
    (await road.accounts.ofOwner(source, personId)).find(
      (account) => account.state === 'active' && account.target === target,
    ),
  );
}

export interface Wish extends Partial<Pick<RevocationOrder, 'owner' | 'deadline'>> {
  readonly act?: 'revoke' | 'rotate';
}

/** Orders the person out of everything, or a rotation of every secret. */
export function order(
  { road, unitOfWork }: Replica,
  personId: PersonId,
  { act = 'revoke', ...more }: Wish = {},
) {
  const chain: Chain = [{ id: personId, generation: 1 }];
  return unitOfWork.run(async (tx) => {
    const accounts =
      act === 'revoke'
        ? await road.accounts.ending(tx, [personId])
        : await road.accounts.ofOwner(tx, personId);
    return road.order.execute(tx, {
      ...more,
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

export function settled({ road, source }: Replica, revocationId: string) {
  return until(
    async () => {
      const found = await road.revocations.find(source, revocationId);
      return found?.stage === 'verified' && found;
    },
    { description: 'the revocation to be verified' },
  );
}

/** What is known of the revocation at one target, once it looks like that. */
export function receiptWhen(
  { road, source }: Replica,
  revocationId: string,
  target: string,
  like: (
    receipt: NonNullable<Awaited<ReturnType<typeof road.revocations.find>>>['receipts'][number],
  ) => boolean,
) {
  return until(async () => {
    const found = await road.revocations.find(source, revocationId);
    return found?.receipts.find((receipt) => receipt.target === target && like(receipt));
  });
}
