const longestMs = 15_000;

/**
 * Milliseconds to wait before the attempt after `failures` failed ones: doubling from the server's wish, never above 15 s, and spread by
 * up to a quarter (`random` in [0, 1)) so that the pages of a whole office do not return in the same moment.
 */
export function reconnectDelay(failures: number, baseMs: number, random: number): number {
  const doubled = Math.min(baseMs * 2 ** Math.max(0, failures - 1), longestMs);
  return Math.round(doubled * (1 - random / 4));
}
