import { Inject, Injectable } from '@nestjs/common';

/** Resolves when the part works, with a detail worth reading or nothing; rejects with an error that says what is wrong, without secrets. */
export type HealthCheck = () => Promise<string | void>;

export interface CheckResult {
  readonly status: 'up' | 'down';
  readonly detail?: string;
  readonly ms: number;
}

export interface HealthReport {
  readonly status: 'ready' | 'not ready';
  readonly service: string;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

export const SERVICE_NAME = Symbol('SERVICE_NAME');

const timeoutMs = 1_000;
const reuseMs = 250;
const longestDetail = 200;

function timeout(signal: { timer?: NodeJS.Timeout }): Promise<never> {
  return new Promise((_, reject) => {
    signal.timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
}

async function runCheck(check: HealthCheck): Promise<CheckResult> {
  const started = performance.now();
  const signal: { timer?: NodeJS.Timeout } = {};
  const since = () => Math.round((performance.now() - started) * 10) / 10;
  try {
    const detail = await Promise.race([check(), timeout(signal)]);
    return { status: 'up', ...(detail && { detail }), ms: since() };
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, longestDetail);
    return { status: 'down', detail, ms: since() };
  } finally {
    clearTimeout(signal.timer);
  }
}

/** What must work for this service to be of use; each part registers its own check. */
@Injectable()
export class Health {
  readonly #checks = new Map<string, HealthCheck>();
  #latest: { report: Promise<HealthReport>; at: number } | undefined;
  #draining = false;

  constructor(@Inject(SERVICE_NAME) readonly service: string) {}

  register(name: string, check: HealthCheck): void {
    if (this.#checks.has(name)) throw new Error(`a health check named "${name}" is registered already`);
    this.#checks.set(name, check);
  }

  /** From here the service reports that it is not ready, so that nothing new is sent to it while it shuts down. */
  drain(): void {
    this.#draining = true;
    this.#latest = undefined;
  }

  /** All checks, in parallel; a report is reused for a moment, so that many probes cost as much as one. */
  ready(): Promise<HealthReport> {
    const now = performance.now();
    if (!this.#latest || now - this.#latest.at > reuseMs) this.#latest = { report: this.#run(), at: now };
    return this.#latest.report;
  }

  async #run(): Promise<HealthReport> {
    const results = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await runCheck(check)] as const),
    );
    const checks: Record<string, CheckResult> = Object.fromEntries(results);
    if (this.#draining) checks.shutdown = { status: 'down', detail: 'shutting down', ms: 0 };
    const ready = Object.values(checks).every(({ status }) => status === 'up');
    return { status: ready ? 'ready' : 'not ready', service: this.service, checks };
  }
}
