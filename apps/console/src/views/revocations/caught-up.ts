import type { RevocationView } from '@trivium/contracts';

/**
 * Whether reading the list back to here has told everything that happened since `known` was up to date: something known was met again, so
 * nothing newer is missing, and so was everything known that could still move.
 */
export function caughtUp(
  known: ReadonlyMap<string, Pick<RevocationView, 'stage'>>,
  read: ReadonlySet<string>,
): boolean {
  const ids = [...known.keys()];
  const unfinished = ids.filter((id) => known.get(id)?.stage !== 'verified');
  return ids.length === 0 || (ids.some((id) => read.has(id)) && unfinished.every((id) => read.has(id)));
}
