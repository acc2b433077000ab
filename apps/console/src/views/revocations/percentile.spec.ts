import fc from 'fast-check';
import { percentile } from './percentile.js';

describe('a percentile', () => {
  it.each([
    { name: 'of nothing is unknown', values: [], percent: 50, want: undefined },
    { name: 'of one value is that value', values: [7], percent: 99, want: 7 },
    { name: 'of an even number takes the lower middle', values: [4, 1, 3, 2], percent: 50, want: 2 },
    { name: 'near the end of few values is the largest', values: [1, 2, 300], percent: 99, want: 300 },
  ])('$name', ({ values, percent, want }) => expect(percentile(values, percent)).toBe(want));

  it('is a measured value that the asked share does not exceed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        (values, percent) => {
          const found = percentile(values, percent) ?? -1;
          expect(values).toContain(found);
          const below = values.filter((value) => value <= found).length;
          expect(below / values.length).toBeGreaterThanOrEqual(percent / 100);
        },
      ),
    );
  });
});
