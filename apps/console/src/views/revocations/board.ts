import { revocationStages, type RevocationView } from '@trivium/contracts';
import { roads, type Road } from '@trivium/identity';
import type { LagEntry } from '../../api/lag.js';
import type { LiveState } from '../../api/live-state.js';
import type { ApiProblem } from '../../api/problem.js';
import type { RevocationPage } from '../../api/revocation-page.js';

export interface Lane {
  readonly items: ReadonlyMap<string, RevocationView>;
  /** The cursor of the page before the oldest one loaded; `undefined` when there is none. */
  readonly next: string | undefined;
  /** Whether the newest page was ever read; before that, `next` says nothing. */
  readonly read: boolean;
  readonly load: 'loading' | 'loaded' | ApiProblem;
}

export interface Board {
  readonly lanes: Readonly<Record<Road, Lane>>;
  readonly lag: readonly LagEntry[];
  readonly live: LiveState;
  /** The gateway's clock minus the page's, in milliseconds. */
  readonly clockOffset: number;
  /** Events of the stream that did not fit their schema. */
  readonly unreadable: number;
}

const emptyLane: Lane = { items: new Map(), next: undefined, read: false, load: 'loading' };

export const emptyBoard: Board = {
  lanes: { workforce: emptyLane, workload: emptyLane, agent: emptyLane },
  lag: [],
  live: { kind: 'connecting' },
  clockOffset: 0,
  unreadable: 0,
};

/** So many revocations of a road stay in memory, newest first, however long the page is open. */
export const keptPerRoad = 1000;

function progress(view: RevocationView): number {
  const { total, eradicated, verified } = view.targets;
  return revocationStages.indexOf(view.stage) * 1e6 + verified * 1e3 + eradicated + total / 1e3;
}

/** A page of the list may have been read before an event that arrived earlier: what is further along stays. */
function furtherOf(known: RevocationView | undefined, read: RevocationView): RevocationView {
  return known && progress(known) > progress(read) ? known : read;
}

function trimmed(items: ReadonlyMap<string, RevocationView>): ReadonlyMap<string, RevocationView> {
  if (items.size <= keptPerRoad) return items;
  return new Map(
    newestFirst(items)
      .slice(0, keptPerRoad)
      .map((view) => [view.revocationId, view]),
  );
}

export function newestFirst(items: ReadonlyMap<string, RevocationView>): readonly RevocationView[] {
  return [...items.values()].sort((a, b) => Date.parse(b.eventAt) - Date.parse(a.eventAt));
}

export function withLane(board: Board, road: Road, change: Partial<Lane>): Board {
  return { ...board, lanes: { ...board.lanes, [road]: { ...board.lanes[road], ...change } } };
}

export function withPage(board: Board, road: Road, page: RevocationPage, older: boolean): Board {
  const lane = board.lanes[road];
  const items = new Map(lane.items);
  for (const read of page.items) items.set(read.revocationId, furtherOf(items.get(read.revocationId), read));
  // Reading the newest pages again does not forget how far back the reader had gone.
  const next = older || !lane.read ? page.next : lane.next;
  return withLane(board, road, { items, next, read: true, load: 'loaded' });
}

/** The stream keeps the order of each revocation's own events, so the last word is the newest. */
export function withRevocations(board: Board, views: readonly RevocationView[]): Board {
  return roads.reduce((next, road) => {
    const own = views.filter((view) => view.road === road);
    if (own.length === 0) return next;
    const items = new Map(next.lanes[road].items);
    for (const view of own) items.set(view.revocationId, view);
    return withLane(next, road, { items: trimmed(items) });
  }, board);
}

const lagKey = (entry: LagEntry) => `${entry.road} ${entry.group} ${entry.topic}`;

/** A report may cover one road only; what it does not mention stands. */
export function withLag(board: Board, entries: readonly LagEntry[]): Board {
  const merged = new Map([...board.lag, ...entries].map((entry) => [lagKey(entry), entry]));
  return { ...board, lag: [...merged.values()] };
}
