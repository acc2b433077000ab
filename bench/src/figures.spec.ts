import { figure, latencies, percentile, table } from './figures.js';

describe('figures', () => {
  it.each([
    { name: 'the middle of an odd number', samples: [3, 1, 2], share: 0.5, want: 2 },
    {
      name: 'the last but one of a hundred',
      samples: Array.from({ length: 100 }, (_, at) => at + 1),
      share: 0.99,
      want: 99,
    },
    { name: 'a single sample', samples: [7], share: 0.99, want: 7 },
  ])('takes $name', ({ samples, share, want }) => expect(percentile(samples, share)).toBe(want));

  it('compares with the floor of the same run', () => {
    expect(figure('leaver', 'p50', 5, 'ms', 2)).toEqual({
      name: 'leaver',
      metric: 'p50',
      value: 5,
      unit: 'ms',
      floor: 2,
      ratio: 2.5,
    });
    expect(latencies('leaver', [4, 6], [2, 3]).map(({ metric, ratio }) => [metric, ratio])).toEqual([
      ['p50', 2],
      ['p99', 2],
    ]);
  });

  it('lines up columns', () => {
    expect(table([figure('a', 'p50', 1, 'ms', 2)]).split('\n')[1]).toBe('a     p50     1 ms   2 ms   0.5×');
  });
});
