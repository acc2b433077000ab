import type { KafkaRoad } from '@trivium/bus';
import type { Sql } from '@trivium/persistence';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, TRANSPORT } from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import { Module } from '@nestjs/common';
import { GRANT_STORE } from '../decision.tokens.js';
import { FollowGrants } from './follow-grants.js';
import { ForgetOldGrants } from './forget-old-grants.js';
import type { GrantStore } from './grant.store.js';
import { PgGrantStore } from './grant.store.pg.js';
import { GrantsConsumer } from './grants.consumer.js';
import { KeepGrantsResident } from './keep-grants-resident.js';
import { ReportProjectionHealth } from './report-projection-health.js';
import { ResidentGrants } from './resident-grants.js';

/** What decisions are made from: the roads' grants, stored and resident. */
@Module({
  controllers: [GrantsConsumer],
  providers: [
    ResidentGrants,
    ReportProjectionHealth,
    { provide: GRANT_STORE, inject: [DATA_SOURCE], useFactory: (sql: Sql) => new PgGrantStore(sql) },
    {
      provide: KeepGrantsResident,
      inject: [GRANT_STORE, ResidentGrants, CLOCK, LOGGER, TRANSPORT],
      useFactory: (
        store: GrantStore,
        grants: ResidentGrants,
        clock: Clock,
        log: Logger,
        transport: KafkaRoad,
      ) =>
        new KeepGrantsResident(store, grants, clock, log, {
          consuming: () => transport.absent().length === 0,
        }),
    },
    {
      provide: FollowGrants,
      inject: [GRANT_STORE, KeepGrantsResident],
      useFactory: (store: GrantStore, resident: KeepGrantsResident) => new FollowGrants(store, resident),
    },
    {
      provide: ForgetOldGrants,
      inject: [GRANT_STORE, CLOCK, LOGGER],
      useFactory: (store: GrantStore, clock: Clock, log: Logger) => new ForgetOldGrants(store, clock, log),
    },
    longRunning('grants', KeepGrantsResident, ForgetOldGrants),
  ],
  exports: [ResidentGrants, KeepGrantsResident],
})
export class ProjectionModule {}
