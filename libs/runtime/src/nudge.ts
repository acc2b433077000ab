/**
 * Wakes a loop that waits for work. A nudge that comes while nobody waits is kept, so the next `wait` returns at once: work that was
 * announced between looking and waiting is not slept through. Any number of nudges before a `wait` count as one.
 */
export class Nudge {
  #kept = false;
  #waiting = new Set<() => void>();

  nudge(): void {
    if (this.#waiting.size === 0) this.#kept = true;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves after a nudge (`true`) or after `maxMs` milliseconds (`false`). */
  wait(maxMs: number): Promise<boolean> {
    if (this.#kept) {
      this.#kept = false;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const end = (nudged: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve(nudged);
      };
      const wake = () => end(true);
      const timer = setTimeout(() => end(false), maxMs);
      this.#waiting.add(wake);
    });
  }
}
