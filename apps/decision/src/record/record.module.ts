import type { GovernanceModel } from '@trivium/policy';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import { GOVERNANCE } from '@trivium/service';
import { counter, metricNames, type Logger } from '@trivium/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import type { DecisionConfig } from '../decision.config.js';
import { RecordDecision } from './record-decision.js';
import { ReportSpool } from './report-spool.js';
import { ShipDecisions } from './ship-decisions.js';
import { Spool } from './spool.js';
import { ThreadedSender } from './threaded-sender.adapter.js';

const mebibyte = 1_048_576;

/** Decisions for the record: kept on disk before they are answered, taken to the audit road afterwards. */
@Module({})
export class RecordModule {
  static for(config: DecisionConfig): DynamicModule {
    const { TRIVIUM_DECISION_SPOOL_DIR: folder, TRIVIUM_DECISION_SPOOL_MB: megabytes } = config;
    const records = counter(metricNames.decisionRecords);
    return {
      module: RecordModule,
      providers: [
        {
          provide: Spool,
          inject: [LOGGER],
          useFactory: (log: Logger) => Spool.open(folder, { maxBytes: megabytes * mebibyte, log }),
        },
        {
          provide: RecordDecision,
          inject: [Spool, GOVERNANCE, CLOCK, LOGGER],
          useFactory: (spool: Spool, model: GovernanceModel, clock: Clock, log: Logger) =>
            new RecordDecision(spool, model, clock, records, log),
        },
        {
          provide: ShipDecisions,
          inject: [Spool, LOGGER],
          useFactory: (spool: Spool, log: Logger) =>
            new ShipDecisions(spool, new ThreadedSender(config), records, log),
        },
        ReportSpool,
        longRunning('records', ShipDecisions, ReportSpool),
      ],
      exports: [RecordDecision],
    };
  }
}
