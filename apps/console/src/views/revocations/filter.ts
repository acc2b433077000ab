import type { RevocationView } from '@trivium/contracts';
import { roads, type Road } from '@trivium/identity';

export const shownStates = ['all', 'in-progress', 'attention', 'verified'] as const;
export type ShownState = (typeof shownStates)[number];

/** What the reader chose to see; it lives in the page's address, so a view can be sent to a colleague. */
export interface Filter {
  readonly road: Road | 'all';
  readonly state: ShownState;
  readonly subject: string;
}

export const everything: Filter = { road: 'all', state: 'all', subject: '' };

const inState: Readonly<Record<ShownState, (view: RevocationView) => boolean>> = {
  all: () => true,
  'in-progress': (view) => view.stage !== 'verified',
  attention: (view) => view.targets.attention > 0,
  verified: (view) => view.stage === 'verified',
};

export function isShown(view: RevocationView, filter: Filter): boolean {
  const wanted = filter.subject.trim().toLowerCase();
  const names = [view.subject.label, view.subject.id, view.revocationId];
  return inState[filter.state](view) && names.some((name) => name.toLowerCase().includes(wanted));
}

export const shownRoads = (filter: Filter): readonly Road[] =>
  filter.road === 'all' ? roads : [filter.road];

/** True when the filter hides revocations of a shown road. */
export const narrows = (filter: Filter) => filter.state !== 'all' || filter.subject.trim() !== '';
