import fc from 'fast-check';
import { reconnectDelay } from './reconnect-delay.js';

describe('coming back after a lost connection', () => {
  it.each([
    { name: 'the first time after the time the server asked for', failures: 1, want: 1000 },
    { name: 'then twice as long', failures: 2, want: 2000 },
    { name: 'but never longer than 15 s', failures: 30, want: 15_000 },
  ])('waits $name', ({ failures, want }) => expect(reconnectDelay(failures, 1000, 0)).toBe(want));

  it('spreads the pages of an office over a quarter of the wait', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const longest = reconnectDelay(failures, 1000, 0);
          const delay = reconnectDelay(failures, 1000, random);
          expect(delay).toBeLessThanOrEqual(longest);
          expect(delay).toBeGreaterThanOrEqual(longest * 0.75 - 1);
        },
      ),
    );
  });
});
