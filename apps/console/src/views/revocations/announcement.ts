import type { RevocationView } from '@trivium/contracts';

export type Progress = ReadonlyMap<string, Pick<RevocationView, 'stage' | 'targets'>>;

function newlyIn(
  before: Progress,
  now: Progress,
  is: (view: Pick<RevocationView, 'stage' | 'targets'>) => boolean,
) {
  return [...now].filter(([id, view]) => {
    const known = before.get(id);
    return is(view) && !(known && is(known));
  }).length;
}

function times(count: number, what: string): string[] {
  return count > 0 ? [`${count} ${what}`] : [];
}

/** What a screen reader is told of the time between two looks at the board; empty when nothing is worth a word. */
export function announcement(before: Progress, now: Progress): string {
  return [
    ...times(
      newlyIn(before, now, () => true),
      'new',
    ),
    ...times(
      newlyIn(before, now, (view) => view.stage === 'verified'),
      'verified',
    ),
    ...times(
      newlyIn(before, now, (view) => view.targets.attention > 0),
      'in need of a person',
    ),
  ].join(', ');
}
