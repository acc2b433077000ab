import type { Clock } from '@trivium/runtime';

const free = 5;
const longestSeconds = 300;
const most = 10_000;

/** Slows down guessing at one name: after five failures each further one doubles the wait. */
export class Attempts {
  readonly #failures = new Map<string, { readonly count: number; readonly at: number }>();

  constructor(private readonly clock: Clock) {}

  /** Seconds until the name may be tried again. */
  waitSeconds(name: string): number {
    const failures = this.#failures.get(name);
    if (!failures || failures.count < free) return 0;
    const pause = Math.min(longestSeconds, 2 ** (failures.count - free));
    return Math.max(0, Math.ceil(pause - (this.clock.now().getTime() - failures.at) / 1000));
  }

  failed(name: string): void {
    const count = (this.#failures.get(name)?.count ?? 0) + 1;
    this.#failures.delete(name);
    this.#failures.set(name, { count, at: this.clock.now().getTime() });
    const oldest = this.#failures.keys().next();
    if (this.#failures.size > most && !oldest.done) this.#failures.delete(oldest.value);
  }

  succeeded(name: string): void {
    this.#failures.delete(name);
  }
}
