import { FakeClock } from '@trivium/testing';
import { Attempts } from './attempts.js';

describe('guessing at a password', () => {
  it('costs nothing five times, then more each time, and is forgotten after a success', () => {
    const clock = new FakeClock();
    const attempts = new Attempts(clock);
    for (let guess = 0; guess < 5; guess += 1) {
      expect(attempts.waitSeconds('admin')).toBe(0);
      attempts.failed('admin');
    }
    expect(attempts.waitSeconds('admin')).toBe(1);
    attempts.failed('admin');
    expect(attempts.waitSeconds('admin')).toBe(2);
    clock.advance(2_000);
    expect(attempts.waitSeconds('admin')).toBe(0);
    expect(attempts.waitSeconds('somebody-else')).toBe(0);
    attempts.succeeded('admin');
    attempts.failed('admin');
    expect(attempts.waitSeconds('admin')).toBe(0);
  });
});
