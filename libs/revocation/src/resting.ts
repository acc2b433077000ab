import { delayFor } from '@trivium/runtime';

const backoff = { baseMs: 250, capMs: 10_000 };
const forgottenAfterMs = 60_000;

interface Rest {
  readonly failures: number;
  readonly until: number;
}

/** Which things failed lately, in this process: each rests for a while, longer every time, so that others have their turn. */
export class Resting {
  readonly #rests = new Map<string, Rest>();

  get size(): number {
    return this.#rests.size;
  }

  has(id: string, now: Date): boolean {
    return (this.#rests.get(id)?.until ?? 0) > now.getTime();
  }

  failed(id: string, now: Date): void {
    const failures = (this.#rests.get(id)?.failures ?? 0) + 1;
    this.#rests.set(id, { failures, until: now.getTime() + delayFor(failures, backoff) });
  }

  settled(id: string): void {
    this.#rests.delete(id);
  }

  /** Drops what is due no more: another process has settled it. */
  forget(now: Date): void {
    for (const [id, { until }] of this.#rests)
      if (until + forgottenAfterMs < now.getTime()) this.#rests.delete(id);
  }
}
