/** The time, passed in so that specs can move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Injection token of the process's `Clock`. */
export const CLOCK = Symbol('CLOCK');
