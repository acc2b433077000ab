import type { LiveMessage } from './live-message.js';
import type { LiveState } from './live-state.js';
import { readStream } from './read-stream.js';
import { toProblem, type ApiProblem } from './problem.js';
import { reconnectDelay } from './reconnect-delay.js';

export interface LiveListener {
  onMessage(message: LiveMessage): void;
  onState(state: LiveState): void;
}

/** Keeps one connection to `/v1/stream`, and comes back after every loss with the id of the last event it saw. */
export class LiveConnection {
  private readonly closed = new AbortController();
  private attempt = new AbortController();
  private lastEventId: string | undefined;
  private retryMs = 1000;
  private failures = 0;
  private lostAt: number | undefined;

  constructor(private readonly listener: LiveListener) {}

  /** Runs until `close`, or until the gateway says that the session is over. */
  async run(): Promise<void> {
    while (!this.closed.signal.aborted) {
      this.attempt = new AbortController();
      const problem = await this.readUntilLost();
      if (this.closed.signal.aborted) return;
      if (problem.kind === 'signed-out') return this.listener.onState({ kind: 'signed-out' });
      await this.wait(problem);
    }
  }

  /** Does not wait for the time of the next attempt. */
  reconnectNow(): void {
    this.failures = 0;
    this.attempt.abort();
  }

  close(): void {
    this.closed.abort();
    this.attempt.abort();
  }

  private async readUntilLost(): Promise<ApiProblem> {
    if (this.lostAt === undefined) this.listener.onState({ kind: 'connecting' });
    try {
      return await readStream({
        ...(this.lastEventId !== undefined && { lastEventId: this.lastEventId }),
        signal: this.attempt.signal,
        onOpen: () => this.opened(),
        onMessage: (message) => this.listener.onMessage(message),
        onPosition: (lastEventId, retryMs) => {
          this.lastEventId = lastEventId;
          this.retryMs = retryMs ?? this.retryMs;
        },
      });
    } catch (cause) {
      return toProblem(cause);
    }
  }

  private opened(): void {
    this.failures = 0;
    this.lostAt = undefined;
    this.listener.onState({ kind: 'live' });
  }

  private async wait(problem: ApiProblem): Promise<void> {
    this.failures += 1;
    const delay = reconnectDelay(this.failures, this.retryMs, Math.random());
    const now = Date.now();
    this.lostAt ??= now;
    this.attempt = new AbortController();
    this.listener.onState({
      kind: 'waiting',
      since: this.lostAt,
      retryAt: now + delay,
      because: problem.message,
    });
    await pause(delay, this.attempt.signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
