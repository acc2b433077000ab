/** Deeper than any body here needs; nesting beyond it is refused before anything walks the value recursively. */
export const maxJsonDepth = 32;

/** Whether arrays and objects are nested more than `limit` deep. Iterative, so that depth itself cannot exhaust the stack. */
export function nestsDeeperThan(value: unknown, limit: number = maxJsonDepth): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const containers = level.filter(isContainer);
    if (containers.length > 0 && depth >= limit) return true;
    level = containers.flatMap((item) => Object.values(item) as unknown[]);
  }
  return false;
}

/** What JSON is made of; bytes and streams are no document yet, and walking them would not end. */
function isContainer(item: unknown): item is object {
  if (Array.isArray(item)) return true;
  if (typeof item !== 'object' || item === null) return false;
  const prototype: unknown = Object.getPrototypeOf(item);
  return prototype === Object.prototype || prototype === null;
}
