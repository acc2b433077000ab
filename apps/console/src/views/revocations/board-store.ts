import type { RevocationView } from '@trivium/contracts';
import { roads, type Road } from '@trivium/identity';
import { gateway } from '../../api/gateway.js';
import { LiveConnection } from '../../api/live-connection.js';
import type { LiveMessage } from '../../api/live-message.js';
import type { LiveState } from '../../api/live-state.js';
import { toProblem } from '../../api/problem.js';
import {
  emptyBoard,
  keptPerRoad,
  withLag,
  withLane,
  withPage,
  withRevocations,
  type Board,
} from './board.js';
import { caughtUp } from './caught-up.js';

/** In a storm the stream brings thousands of events a second; the page draws them together, ten times a second. */
const drawEveryMs = 100;

/** The board of one signed-in page: filled from the lists, kept up to date by the stream. */
export class BoardStore {
  private board = emptyBoard;
  private readonly readers = new Set<() => void>();
  private readonly stopped = new AbortController();
  private waiting: RevocationView[] = [];
  private drawing: ReturnType<typeof setTimeout> | undefined;
  private readonly live = new LiveConnection({
    onMessage: (message) => this.take(message),
    onState: (state) => this.connected(state),
  });

  constructor(private readonly onSignedOut: () => void) {}

  /** Runs until the returned function is called. */
  start(): () => void {
    const returned = () => this.live.reconnectNow();
    window.addEventListener('online', returned);
    this.loadAll();
    void this.live.run();
    return () => {
      window.removeEventListener('online', returned);
      clearTimeout(this.drawing);
      this.stopped.abort();
      this.live.close();
    };
  }

  readonly subscribe = (reader: () => void) => {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  };

  readonly snapshot = () => this.board;

  reconnectNow(): void {
    this.live.reconnectNow();
  }

  async load(road: Road, older = false): Promise<void> {
    // A list that is only read again keeps standing meanwhile.
    if (older || this.board.lanes[road].load !== 'loaded')
      this.change((board) => withLane(board, road, { load: 'loading' }));
    try {
      await (older ? this.readOlder(road) : this.readNewest(road));
    } catch (cause) {
      if (!this.stopped.signal.aborted) this.failed(road, cause);
    }
  }

  private async readOlder(road: Road): Promise<void> {
    const page = await gateway.revocations(road, this.board.lanes[road].next, this.stopped.signal);
    this.change((board) => withPage(board, road, page, true));
  }

  /** As far back as something may have changed while nobody listened. */
  private async readNewest(road: Road): Promise<void> {
    const known = this.board.lanes[road].items;
    const read = new Set<string>();
    let before: string | undefined;
    do {
      const page = await gateway.revocations(road, before, this.stopped.signal);
      this.change((board) => withPage(board, road, page, false));
      for (const { revocationId } of page.items) read.add(revocationId);
      before = page.next;
    } while (before !== undefined && read.size < keptPerRoad && !caughtUp(known, read));
  }

  private failed(road: Road, cause: unknown): void {
    const problem = toProblem(cause);
    if (problem.kind === 'signed-out') return this.onSignedOut();
    this.change((board) => withLane(board, road, { load: problem }));
  }

  /** What happened while nobody listened is in the lists: they are read again after every connection, once it can miss nothing. */
  private connected(live: LiveState): void {
    if (live.kind === 'signed-out') return this.onSignedOut();
    this.change((board) => ({ ...board, live }));
    if (live.kind === 'live') this.loadAll();
  }

  private loadAll(): void {
    for (const road of roads) void this.load(road);
  }

  private take(message: LiveMessage): void {
    switch (message.kind) {
      case 'hello':
        return this.change((board) => ({ ...board, clockOffset: Date.parse(message.now) - Date.now() }));
      case 'lag':
        return this.change((board) => withLag(board, message.entries));
      case 'unreadable':
        return this.change((board) => ({ ...board, unreadable: board.unreadable + 1 }));
      case 'revocation':
        this.waiting.push(message.revocation);
        this.drawing ??= setTimeout(() => this.draw(), drawEveryMs);
    }
  }

  private draw(): void {
    const views = this.waiting;
    this.waiting = [];
    this.drawing = undefined;
    this.change((board) => withRevocations(board, views));
  }

  private change(next: (board: Board) => Board): void {
    this.board = next(this.board);
    for (const reader of this.readers) reader();
  }
}
