import {
  TargetRefused,
  TargetUnavailable,
  UnsupportedByTarget,
  type ActContext,
  type ConnectorAct,
} from '@trivium/revocation';
import { AccountBook } from './account-book.js';
import type { Way } from './target-under-test.js';

/**
 * How a fake target behaves until it is told otherwise: `away` cannot be reached, `hanging` takes an order and never answers,
 * `refusing` turns Trivium's administrator away, `ignoring` says "done" to `revoke` and `rotate` without doing it.
 */
export type FakeMood = 'well' | 'away' | 'hanging' | 'refusing' | 'ignoring';

/** A system in memory that keeps accounts as a real one would. Specs set its mood and look at what really changed. */
export class FakeTarget {
  readonly book = new AccountBook();
  /** What changed here, in order (`revoke ada`): an act that found nothing to do leaves nothing. */
  readonly effects: string[] = [];
  /** Acts that it has no way to do. */
  incapable: readonly ConnectorAct[] = [];
  mood: FakeMood = 'well';
  /** Acts that were begun and have not ended. */
  inFlight = 0;
  mostInFlight = 0;

  constructor(readonly name: string) {}

  changed(what: string): void {
    this.effects.push(what);
  }

  /** One order and its answer. The effect is there although the answer may never arrive. */
  async exchange<T>(act: ConnectorAct, { signal }: ActContext, line: FakeLine, effect: () => T): Promise<T> {
    if (signal.aborted) throw new TargetUnavailable(this.name, act, { cause: signal.reason });
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      await this.#take(act, signal, line);
      const answer = effect();
      await line.answer(this.name, act, signal);
      return answer;
    } finally {
      this.inFlight -= 1;
    }
  }

  async #take(act: ConnectorAct, signal: AbortSignal, line: FakeLine): Promise<void> {
    await line.reach(this.name, act, signal);
    if (this.mood === 'hanging') await untilEnded(this.name, act, signal);
    if (this.mood === 'away') throw new TargetUnavailable(this.name, act);
    if (this.mood === 'refusing') throw new TargetRefused(this.name, act, 'not_allowed');
    if (this.incapable.includes(act)) throw new UnsupportedByTarget(this.name, act, 'it has no such call');
  }
}

/** What lies between a connector and a fake target; see {@link Way}. */
export class FakeLine {
  #answers = 0;

  constructor(private readonly way?: Way) {}

  async reach(target: string, act: ConnectorAct, signal: AbortSignal): Promise<void> {
    if (this.way?.kind === 'silent') await untilEnded(target, act, signal);
    if (this.way && !('after' in this.way)) throw new TargetUnavailable(target, act);
  }

  async answer(target: string, act: ConnectorAct, signal: AbortSignal): Promise<void> {
    if (!this.way || !('after' in this.way)) return;
    this.#answers += 1;
    if (this.#answers <= this.way.after) return;
    if (this.way.kind === 'cut') throw new TargetUnavailable(target, act);
    this.way.stalled();
    await untilEnded(target, act, signal);
  }
}

function untilEnded(target: string, act: ConnectorAct, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new TargetUnavailable(target, act, { cause: signal.reason }));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
