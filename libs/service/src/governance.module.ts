import type { KeySet } from '@trivium/credentials';
import { RunningModel } from '@trivium/policy';
import { LOGGER, longRunning } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import type { Kafka } from 'kafkajs';
import { FollowPolicy } from './follow-policy.kafka.js';
import { ReportPolicy } from './report-policy.js';
import { GOVERNANCE, KAFKA, POLICY_KEYS } from './tokens.js';

export interface GovernanceParts {
  readonly service: string;
  /** Folder with the model that runs until one is published. */
  readonly folder: string;
  /** Keys under which publications are signed (`KeySet`). */
  readonly keys: Pick<FactoryProvider<KeySet>, 'inject' | 'useFactory'>;
}

/** The governance model that this process runs, kept at what was published last. */
@Module({})
export class GovernanceModule {
  static for({ service, folder, keys }: GovernanceParts): DynamicModule {
    return {
      module: GovernanceModule,
      global: true,
      providers: [
        { provide: GOVERNANCE, useFactory: () => RunningModel.load(folder) },
        { provide: POLICY_KEYS, ...keys },
        {
          provide: FollowPolicy,
          inject: [KAFKA, GOVERNANCE, POLICY_KEYS, LOGGER],
          useFactory: (kafka: Kafka, model: RunningModel, known: KeySet, log: Logger) =>
            new FollowPolicy({ service, kafka, model, keys: known, log }),
        },
        ReportPolicy,
        longRunning('policy', FollowPolicy),
      ],
      exports: [GOVERNANCE],
    };
  }
}
