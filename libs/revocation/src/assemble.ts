import type { Outbox } from '@trivium/bus';
import type { Sealer, SigningKey } from '@trivium/credentials';
import type { Road } from '@trivium/identity';
import type { Sql, Transaction, UnitOfWork } from '@trivium/persistence';
import type { Clock, Task } from '@trivium/runtime';
import type { Redis } from 'ioredis';
import type { Account } from './accounts/account.js';
import { PgAccountStore } from './accounts/account.store.pg.js';
import { ProvisionAccount } from './accounts/provision-account.js';
import { Announce } from './announce.js';
import type { Connector } from './connector.js';
import { EradicateTarget } from './eradicate-target.js';
import { Contain } from './markers/contain.js';
import { KeepMarkersComplete, type KeeperLog } from './markers/keep-complete.js';
import { MarkerCache } from './markers/marker-cache.js';
import { PgMarkerStore } from './markers/marker.store.pg.js';
import { OrderRevocation, type TargetDirectory } from './order-revocation.js';
import { PgRevocationStore } from './revocation.store.pg.js';
import type { LeasedTarget } from './revocation.store.js';
import { WorkTarget, type WorkLimits } from './work-target.js';

/** A target with the limits of this road; another road's use of the same system has its own. */
export interface ConfiguredTarget extends WorkLimits {
  readonly connector: Connector;
}

export interface RoadPorts {
  readonly road: Road;
  readonly pool: Sql;
  readonly unitOfWork: UnitOfWork;
  readonly valkey: Redis;
  readonly outbox: Outbox;
  readonly sealer: Sealer;
  readonly signer: Pick<SigningKey, 'signCompact'>;
  readonly targets: readonly ConfiguredTarget[];
  readonly clock: Clock;
  readonly log: KeeperLog;
  readonly onActive: (tx: Transaction, account: Account, at: Date) => Promise<void>;
  readonly onVerified: (tx: Transaction, work: LeasedTarget, at: Date) => Promise<void>;
}

export interface RoadRevocation {
  readonly order: OrderRevocation;
  readonly contain: Contain;
  readonly announce: Announce;
  readonly accounts: PgAccountStore;
  readonly revocations: PgRevocationStore;
  readonly keeper: KeepMarkersComplete;
  /** Wakes those who give access at these targets, or at all of them, after a commit. */
  nudge(targets?: readonly string[]): void;
  /** What runs until shutdown, in this order. */
  readonly tasks: readonly Task[];
}

/** One road's own instance of the three stages: nothing in it is shared with another road. */
export function assembleRevocation(ports: RoadPorts): RoadRevocation {
  const { road, pool, unitOfWork, clock, log, sealer, signer } = ports;
  const accounts = new PgAccountStore(pool);
  const revocations = new PgRevocationStore(pool, road);
  const markers = new PgMarkerStore(pool, unitOfWork);
  const cache = new MarkerCache(ports.valkey, road);
  const announce = new Announce(road, ports.outbox);
  const eradicate = new EradicateTarget({
    road,
    revocations,
    accounts,
    unitOfWork,
    pool,
    announce,
    sealer,
    signer,
    clock,
    onVerified: ports.onVerified,
  });
  const provision = new ProvisionAccount(accounts, unitOfWork, sealer, clock, ports.onActive, log);
  const parts = { accounts, revocations, eradicate, provision, clock, log };
  const workers = ports.targets.map((target) => workersOf(target, parts));
  const keeper = new KeepMarkersComplete(markers, cache, clock, log);
  const nudge = (some?: readonly string[]) => at(workers, some).forEach(({ giving }) => giving?.nudge());
  const directory: TargetDirectory = {
    nudge: (some) => at(workers, some).forEach(({ ending }) => ending.nudge()),
    kindOf: kindsOf(ports.targets),
  };
  const contain = new Contain(markers, cache, clock);
  const order = new OrderRevocation(contain, revocations, announce, directory);
  const tasks = [keeper, ...workers.flatMap(({ ending, giving }) => (giving ? [ending, giving] : [ending]))];
  return { order, contain, announce, accounts, revocations, keeper, nudge, tasks };
}

function at<Worker extends { readonly target: string }>(
  workers: readonly Worker[],
  targets?: readonly string[],
): readonly Worker[] {
  return targets ? workers.filter(({ target }) => targets.includes(target)) : workers;
}

interface WorkerParts {
  readonly accounts: PgAccountStore;
  readonly revocations: PgRevocationStore;
  readonly eradicate: EradicateTarget;
  readonly provision: ProvisionAccount;
  readonly clock: Clock;
  readonly log: KeeperLog;
}

/** Ending access and giving it have slots of their own, so a wave of joiners never stands before a revocation. */
function workersOf({ connector, concurrency, timeoutMs }: ConfiguredTarget, parts: WorkerParts) {
  const { accounts, revocations, eradicate, provision, clock, log } = parts;
  const name = connector.target;
  const ending = new WorkTarget(
    `eradicate ${name}`,
    {
      lease: (limit, now, until) => revocations.lease(name, limit, now, until),
      perform: (work: LeasedTarget, signal) => eradicate.execute(connector, work, signal),
    },
    { concurrency, timeoutMs },
    clock,
    log,
  );
  const giving = new WorkTarget(
    `provision ${name}`,
    {
      lease: (limit, now, until) => accounts.lease(name, limit, now, until),
      perform: (account: Awaited<ReturnType<PgAccountStore['lease']>>[number], signal) =>
        provision.execute(connector, account, signal),
    },
    { concurrency: Math.max(1, Math.floor(concurrency / 2)), timeoutMs },
    clock,
    log,
  );
  return { target: name, ending, giving: connector.unsupported.includes('provision') ? undefined : giving };
}

function kindsOf(targets: readonly ConfiguredTarget[]): (target: string) => string {
  const kinds = new Map(targets.map(({ connector }) => [connector.target, connector.kind]));
  return (target) => kinds.get(target) ?? 'unknown';
}
