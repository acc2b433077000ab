import { Health, type Task } from '@trivium/runtime';
import { gauge, metricNames } from '@trivium/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { Spool } from './spool.js';

/** Says how much waits. A full spool denies what is privileged and nothing else, so the service stays ready. */
@Injectable()
export class ReportSpool implements Task {
  readonly name = 'report-spool';
  #end: (() => void) | undefined;

  constructor(
    @Inject(Health) health: Health,
    @Inject(Spool) private readonly spool: Spool,
  ) {
    health.register('decision-records', () =>
      Promise.resolve(`${spool.bytes} bytes wait for the audit road`),
    );
  }

  start(): void {
    this.#end = gauge(metricNames.decisionSpool, () => [{ value: this.spool.bytes, labels: {} }]);
  }

  stop(): Promise<void> {
    this.#end?.();
    return Promise.resolve();
  }
}
