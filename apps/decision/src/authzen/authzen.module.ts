import type { GovernanceModel, RunningModel } from '@trivium/policy';
import type { ChainReader } from '@trivium/revocation';
import { CLOCK, LOGGER, type Clock } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import type { DecisionConfig } from '../decision.config.js';
import { DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import { CHAINS } from '../decision.tokens.js';
import { KeepGrantsResident } from '../projection/keep-grants-resident.js';
import { ProjectionModule } from '../projection/projection.module.js';
import { ResidentGrants } from '../projection/resident-grants.js';
import { RecordDecision } from '../record/record-decision.js';
import { RecordModule } from '../record/record.module.js';
import { AnswerEvaluation } from './answer-evaluation.js';
import { EvaluateAccess } from './evaluate-access.js';
import { RunningPolicies } from './running-policies.js';
import { SearchAccess } from './search-access.js';

/** The AuthZEN Authorization API: may this subject do this to this resource now? */
@Module({})
export class AuthzenModule {
  static for(config: DecisionConfig): DynamicModule {
    const { TRIVIUM_MAX_DATA_AGE_MS: maxDataAgeMs } = config;
    const evaluate = (
      grants: ResidentGrants,
      keeper: KeepGrantsResident,
      chains: ChainReader,
      clock: Clock,
      model: GovernanceModel,
      policies: RunningPolicies,
    ) =>
      new EvaluateAccess(grants, chains, clock, {
        policies,
        failModeOf: (road, action) => model.failModeOf(road, action),
        maxDataAgeMs,
        grantsAsOf: () => keeper.asOf,
      });
    return {
      module: AuthzenModule,
      imports: [ProjectionModule, RecordModule.for(config)],
      providers: [
        {
          provide: RunningPolicies,
          // After the first login at Postgres: checking the policies takes this thread a second or more, and the login would time out.
          inject: [GOVERNANCE, LOGGER, DATA_SOURCE],
          useFactory: (model: RunningModel, log: Logger) => new RunningPolicies(model, log),
        },
        {
          provide: EvaluateAccess,
          inject: [ResidentGrants, KeepGrantsResident, CHAINS, CLOCK, GOVERNANCE, RunningPolicies],
          useFactory: evaluate,
        },
        {
          provide: AnswerEvaluation,
          inject: [EvaluateAccess, RecordDecision],
          useFactory: (decide: EvaluateAccess, record: RecordDecision) =>
            new AnswerEvaluation(decide, record),
        },
        {
          provide: SearchAccess,
          inject: [ResidentGrants, EvaluateAccess, CHAINS, CLOCK],
          useFactory: (grants: ResidentGrants, decide: EvaluateAccess, chains: ChainReader, clock: Clock) =>
            new SearchAccess(grants, decide, chains, clock),
        },
      ],
      exports: [AnswerEvaluation, SearchAccess],
    };
  }
}
