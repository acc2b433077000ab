import type { Clock } from '@trivium/runtime';

/** A clock that stands still until a spec moves it. */
export class FakeClock implements Clock {
  #now: number;

  constructor(start: Date | string = '2026-01-05T09:00:00.000Z') {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves it forward. */
  advance(ms: number): void {
    this.#now += ms;
  }

  /** Moves it to an instant, forward or back. */
  set(to: Date | string): void {
    this.#now = new Date(to).getTime();
  }
}
