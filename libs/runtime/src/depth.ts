/** Deeper than any body here needs; nesting beyond it is refused before anything walks the value recursively. */
export const maxJsonDepth = 32;

/** Whether arrays and objects are nested more than `limit` deep. Iterative, so that depth itself cannot exhaust the stack. */
export function nestsDeeperThan(value: unknown, limit: number = maxJsonDepth): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const containers = level.filter((item): item is object => typeof item === 'object' && item !== null);
    if (containers.length > 0 && depth >= limit) return true;
    level = containers.flatMap((item) => Object.values(item) as unknown[]);
  }
  return false;
}
