import { Outbox } from '@trivium/bus';
import { Sealer } from '@trivium/credentials';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { ClaimSecret, SweepDue, type RoadRevocation } from '@trivium/revocation';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE, RoadModule, ROAD_REVOCATION, ServiceModule } from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { JoinerConsumer } from './joiner/joiner.consumer.js';
import { announceAccess, ReceiveJoiner } from './joiner/receive-joiner.js';
import { DueDepartures } from './leaver/due-departures.js';
import { LeaverConsumer } from './leaver/leaver.consumer.js';
import { LeaverController } from './leaver/leaver.controller.js';
import { RevokeLeaver } from './leaver/revoke-leaver.js';
import { PersonController } from './person/person.controller.js';
import { PERSONS, type PersonStore } from './person/person.store.js';
import { PgPersonStore } from './person/person.store.pg.js';
import { TokenController } from './token/token.controller.js';
import type { WorkforceConfig } from './workforce.config.js';

const useCase = [PERSONS, ROAD_REVOCATION, Outbox, GOVERNANCE, CLOCK];

const providers: Provider[] = [
  { provide: PERSONS, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgPersonStore(pool) },
  {
    provide: ReceiveJoiner,
    inject: useCase,
    useFactory: (
      persons: PersonStore,
      road: RoadRevocation,
      outbox: Outbox,
      model: GovernanceModel,
      clock: Clock,
    ) => new ReceiveJoiner(persons, road, outbox, model, clock),
  },
  {
    provide: RevokeLeaver,
    inject: useCase,
    useFactory: (
      persons: PersonStore,
      road: RoadRevocation,
      outbox: Outbox,
      model: GovernanceModel,
      clock: Clock,
    ) => new RevokeLeaver(persons, road, outbox, model, clock),
  },
  {
    provide: ClaimSecret,
    inject: [ROAD_REVOCATION, UNIT_OF_WORK, Sealer],
    useFactory: ({ accounts }: RoadRevocation, unitOfWork: UnitOfWork, sealer: Sealer) =>
      new ClaimSecret(accounts, unitOfWork, sealer),
  },
  {
    provide: SweepDue,
    inject: [PERSONS, UNIT_OF_WORK, RevokeLeaver, CLOCK, LOGGER],
    useFactory: (
      persons: PersonStore,
      unitOfWork: UnitOfWork,
      revokeLeaver: RevokeLeaver,
      clock: Clock,
      log: Logger,
    ) => new SweepDue('due departures', new DueDepartures(persons, unitOfWork, revokeLeaver), clock, log),
  },
  longRunning('workforce departures', SweepDue),
];

/** People: hired, leaving, gone. */
@Module({})
export class WorkforceModule {
  static for(config: WorkforceConfig): DynamicModule {
    const hooks = {
      inject: [Outbox, GOVERNANCE],
      useFactory: (outbox: Outbox, model: GovernanceModel) => ({
        onActive: (tx, account, at) => announceAccess(tx, outbox, account, at, model.version),
        onVerified: async () => undefined,
      }),
    } satisfies Parameters<typeof RoadModule.for>[0]['hooks'];
    return {
      module: WorkforceModule,
      imports: [ServiceModule.for('workforce', config), RoadModule.for({ road: 'workforce', config, hooks })],
      controllers: [JoinerConsumer, LeaverConsumer, LeaverController, PersonController, TokenController],
      providers,
    };
  }
}
