import { Outbox } from '@trivium/bus';
import type { Sql } from '@trivium/persistence';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, ServiceModule } from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import type { AuditConfig } from './audit.config.js';
import { DECISIONS, type DecisionStore } from './decisions/decision.store.js';
import { PgDecisionStore } from './decisions/decision.store.pg.js';
import { DecisionsConsumer } from './decisions/decisions.consumer.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { ForgetDecisions } from './decisions/forget-decisions.js';
import { RecordDecisions } from './decisions/record-decisions.js';
import { EntriesController } from './record/entries.controller.js';
import { ENTRIES, type EntryStore } from './record/entry.store.js';
import { PgEntryStore } from './record/entry.store.pg.js';
import { RecordConsumer } from './record/record.consumer.js';
import { RecordEntry } from './record/record-entry.js';

/** The record of everything that was said, and its stream for the SOC. */
@Module({})
export class AuditModule {
  static for(config: AuditConfig): DynamicModule {
    return {
      module: AuditModule,
      imports: [ServiceModule.for('audit', config)],
      controllers: [RecordConsumer, EntriesController, DecisionsConsumer, DecisionsController],
      providers: [
        { provide: ENTRIES, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgEntryStore(pool) },
        {
          provide: RecordEntry,
          inject: [ENTRIES, Outbox, CLOCK],
          useFactory: (entries: EntryStore, outbox: Outbox, clock: Clock) =>
            new RecordEntry(entries, outbox, clock),
        },
        { provide: DECISIONS, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgDecisionStore(pool) },
        {
          provide: RecordDecisions,
          inject: [DECISIONS, RecordEntry, Outbox, CLOCK],
          useFactory: (decisions: DecisionStore, entries: RecordEntry, outbox: Outbox, clock: Clock) =>
            new RecordDecisions(decisions, entries, outbox, clock),
        },
        {
          provide: ForgetDecisions,
          inject: [DECISIONS, CLOCK, LOGGER],
          useFactory: (decisions: DecisionStore, clock: Clock, log: Logger) =>
            new ForgetDecisions(decisions, clock, log, config.TRIVIUM_DECISIONS_KEPT_DAYS),
        },
        longRunning('decisions', ForgetDecisions),
      ],
    };
  }
}
