export interface Backoff {
  /** Upper bound of the first delay, in milliseconds. */
  readonly baseMs: number;
  /** Upper bound of every delay, in milliseconds. */
  readonly capMs: number;
}

/**
 * Milliseconds to wait after the `attempt`-th failure (1 is the first): exponential with full jitter, so that callers that failed
 * together do not come back together. `random` yields a number in [0, 1).
 */
export function delayFor(
  attempt: number,
  { baseMs, capMs }: Backoff,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** (Math.max(1, attempt) - 1));
  return Math.floor(random() * ceiling);
}
