import type { RunningModel } from '@trivium/policy';
import { Health } from '@trivium/runtime';
import { gauge, metricNames } from '@trivium/telemetry';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { FollowPolicy } from './follow-policy.kafka.js';
import { GOVERNANCE } from './tokens.js';

/** Says which version runs, in the health report and as a metric. It never makes a process unready: an older policy ends access better than none. */
@Injectable()
export class ReportPolicy implements OnModuleDestroy {
  readonly #forget: () => void;

  constructor(
    @Inject(Health) health: Health,
    @Inject(GOVERNANCE) model: RunningModel,
    @Inject(FollowPolicy) follow: FollowPolicy,
  ) {
    health.register('policy', async () => {
      const trouble = follow.trouble;
      return `runs ${model.version}, publication ${model.sequence}${trouble ? `; ${trouble}` : ''}`;
    });
    this.#forget = gauge(metricNames.policyRunning, () => [
      { value: model.sequence, labels: { version: model.version } },
    ]);
  }

  onModuleDestroy(): void {
    this.#forget();
  }
}
