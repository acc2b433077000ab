import { ValkeyChainReader } from '@trivium/revocation';
import { LOGGER, longRunning } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule } from '@nestjs/common';
import type { DecisionConfig } from '../decision.config.js';
import { CHAINS } from '../decision.tokens.js';
import { ReportChainHealth } from './report-chain-health.js';

/** Reads containment markers; this service writes none. */
@Module({})
export class ChainsModule {
  static for(config: DecisionConfig): DynamicModule {
    const reader = (log: Logger) =>
      new ValkeyChainReader({
        url: config.VALKEY_URL,
        commandTimeoutMs: config.TRIVIUM_MARKER_TIMEOUT_MS,
        log,
      });
    return {
      module: ChainsModule,
      global: true,
      providers: [
        { provide: CHAINS, inject: [LOGGER], useFactory: reader },
        ReportChainHealth,
        longRunning('containment markers', CHAINS),
      ],
      exports: [CHAINS],
    };
  }
}
