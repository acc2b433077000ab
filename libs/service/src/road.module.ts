import { Outbox } from '@trivium/bus';
import {
  ensureSigningKey,
  KeyEncryptionKey,
  remoteKeySet,
  Sealer,
  Secret,
  SqlSigningKeyStore,
  type KeyRing,
} from '@trivium/credentials';
import type { Road } from '@trivium/identity';
import { UNIT_OF_WORK, type UnitOfWork } from '@trivium/persistence';
import { CLOCK, LOGGER, type Clock } from '@trivium/runtime';
import {
  assembleRevocation,
  REVOCATIONS,
  RevocationsController,
  valkeyClient,
  type RoadPorts,
  type RoadRevocation,
} from '@trivium/revocation';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule, type FactoryProvider, type Provider } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { GovernanceModule } from './governance.module.js';
import { JwksController } from './jwks.controller.js';
import { ReportRoadHealth } from './report-road-health.js';
import { RoadAssertions } from './road-assertions.js';
import { RoadTargets } from './road-targets.js';
import { RunRoad } from './run-road.js';
import type { RoadConfig } from './service.config.js';
import { DATA_SOURCE, KEY_RING, ROAD_HOOKS, ROAD_REVOCATION } from './tokens.js';

export type RoadHooks = Pick<RoadPorts, 'onActive' | 'onVerified'>;

export interface RoadParts {
  readonly road: Road;
  readonly config: RoadConfig;
  /** May inject what `ServiceModule` provides, the governance model and the clock. */
  readonly hooks: Pick<FactoryProvider<RoadHooks>, 'inject' | 'useFactory'>;
}

/** One road's markers, accounts, revocations, signing key and workers, visible in all its modules. */
@Module({})
export class RoadModule {
  static for(parts: RoadParts): DynamicModule {
    return {
      module: RoadModule,
      global: true,
      imports: [governanceOf(parts)],
      controllers: [RevocationsController, JwksController],
      providers: [...providersOf(parts), ReportRoadHealth, RunRoad],
      exports: [ROAD_REVOCATION, RoadAssertions, RoadTargets, Sealer, KEY_RING],
    };
  }
}

function governanceOf({ road, config }: RoadParts): DynamicModule {
  const published = new URL('policy/jwks.json', `${config.TRIVIUM_DECISION_URL}/`);
  return GovernanceModule.for({
    service: road,
    folder: config.TRIVIUM_GOVERNANCE_DIR,
    keys: { useFactory: () => remoteKeySet(published) },
  });
}

function providersOf({ road, config, hooks }: RoadParts): Provider[] {
  return [
    {
      provide: Sealer,
      useFactory: () =>
        new Sealer(KeyEncryptionKey.fromBase64(new Secret(config.TRIVIUM_KEY_ENCRYPTION_KEY))),
    },
    {
      provide: KEY_RING,
      inject: [DATA_SOURCE, Sealer],
      useFactory: (source: DataSource, sealer: Sealer) =>
        ensureSigningKey(
          new SqlSigningKeyStore((sql, params) => source.query(sql, [...params])),
          sealer,
          'EdDSA',
        ),
    },
    {
      provide: RoadAssertions,
      inject: [KEY_RING, CLOCK],
      useFactory: (keys: KeyRing, clock: Clock) => new RoadAssertions(road, keys.signer, clock),
    },
    {
      provide: RoadTargets,
      inject: [RoadAssertions],
      useFactory: (assertions: RoadAssertions) =>
        RoadTargets.read(config.TRIVIUM_TARGETS_FILE, config.TRIVIUM_DECISION_URL, assertions),
    },
    { provide: ROAD_HOOKS, ...hooks },
    {
      provide: ROAD_REVOCATION,
      inject: [DATA_SOURCE, UNIT_OF_WORK, Outbox, Sealer, KEY_RING, RoadTargets, CLOCK, LOGGER, ROAD_HOOKS],
      useFactory: (
        pool: DataSource,
        unitOfWork: UnitOfWork,
        outbox: Outbox,
        sealer: Sealer,
        keys: KeyRing,
        targets: RoadTargets,
        clock: Clock,
        log: Logger,
        own: RoadHooks,
      ) =>
        assembleRevocation({
          road,
          pool,
          unitOfWork,
          valkey: valkeyClient(config),
          outbox,
          sealer,
          signer: keys.signer,
          targets: targets.all,
          clock,
          log,
          ...own,
        }),
    },
    {
      provide: REVOCATIONS,
      inject: [DATA_SOURCE, ROAD_REVOCATION],
      useFactory: (pool: DataSource, { revocations }: RoadRevocation) => ({ pool, store: revocations }),
    },
  ];
}
