import type { RevocationView } from '@trivium/contracts';
import fc from 'fast-check';
import {
  emptyBoard,
  keptPerRoad,
  newestFirst,
  withLag,
  withPage,
  withRevocations,
  type Board,
} from './board.js';
import { sampleId, sampleRevocation } from './sample-revocation.js';

const contained = sampleRevocation();
const verified = sampleRevocation({
  stage: 'verified',
  eradicatedAt: '2026-01-01T12:00:00.800Z',
  verifiedAt: '2026-01-01T12:00:00.900Z',
  targets: { total: 3, eradicated: 3, verified: 3, attention: 0 },
});

const onWorkforce = (board: Board) => newestFirst(board.lanes.workforce.items);
const page = (items: RevocationView[], next?: string) => ({ items, ...(next && { next }) });

describe('the board', () => {
  it('moves a revocation along as the stream tells of it', () => {
    const board = withRevocations(withRevocations(emptyBoard, [contained]), [verified]);
    expect(onWorkforce(board)).toEqual([verified]);
  });

  it('does not go back when a list is older than the stream', () => {
    const board = withPage(withRevocations(emptyBoard, [verified]), 'workforce', page([contained]), false);
    expect(onWorkforce(board)).toEqual([verified]);
  });

  it('takes from the list what happened while nobody listened', () => {
    const board = withPage(withRevocations(emptyBoard, [contained]), 'workforce', page([verified]), false);
    expect(onWorkforce(board)).toEqual([verified]);
  });

  it('leaves the lanes of the other roads as they are', () => {
    const board = withRevocations(emptyBoard, [contained]);
    expect(board.lanes.workload).toBe(emptyBoard.lanes.workload);
    expect(board.lanes.agent).toBe(emptyBoard.lanes.agent);
  });

  it('remembers how far back the reader went when the newest page is read again', () => {
    const first = withPage(emptyBoard, 'workforce', page([verified], 'b'), false);
    const older = withPage(first, 'workforce', page([contained], 'c'), true);
    expect(withPage(older, 'workforce', page([verified], 'b'), false).lanes.workforce.next).toBe('c');
    expect(withPage(older, 'workforce', page([]), true).lanes.workforce.next).toBeUndefined();
  });

  it('keeps the newest thousand of a road, whatever the order in which they came', () => {
    const count = keptPerRoad + 5;
    const all = Array.from({ length: count }, (_, n) =>
      sampleRevocation({
        revocationId: sampleId(n),
        eventAt: new Date(Date.UTC(2026, 0, 1) + n).toISOString(),
      }),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: count }), (shuffled) => {
        const kept = onWorkforce(withRevocations(emptyBoard, shuffled));
        expect(kept.map((view) => view.revocationId)).toEqual(
          all
            .slice(5)
            .reverse()
            .map((view) => view.revocationId),
        );
      }),
      { numRuns: 3 },
    );
  });

  it('keeps the lag of topics that a report does not mention', () => {
    const entry = { road: 'agent' as const, group: 'agent.x', topic: 'agent.revocation', lag: 3 };
    const other = { ...entry, road: 'workload' as const, group: 'workload.x', topic: 'workload.revocation' };
    const board = withLag(withLag(emptyBoard, [entry, other]), [{ ...entry, lag: 0 }]);
    expect(board.lag).toEqual([{ ...entry, lag: 0 }, other]);
  });
});
