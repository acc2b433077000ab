import { WaitingTimes } from './waiting-times.js';

interface Look {
  readonly read: number;
  readonly end: number;
  readonly now: number;
  readonly want: number | undefined;
}

describe('how long the oldest unread message has waited', () => {
  const stories: readonly { name: string; looks: readonly Look[] }[] = [
    { name: 'is nothing when everything was read', looks: [{ read: 5, end: 5, now: 0, want: undefined }] },
    {
      name: 'counts from when it was seen first, whatever comes after it',
      looks: [
        { read: 5, end: 7, now: 1_000, want: 0 },
        { read: 5, end: 9, now: 2_000, want: 1_000 },
        { read: 6, end: 9, now: 3_000, want: 2_000 },
      ],
    },
    {
      name: 'moves on with the reader',
      looks: [
        { read: 5, end: 7, now: 1_000, want: 0 },
        { read: 5, end: 9, now: 2_000, want: 1_000 },
        { read: 7, end: 9, now: 3_000, want: 1_000 },
      ],
    },
    {
      name: 'ends when the reader has caught up, and begins anew',
      looks: [
        { read: 5, end: 7, now: 1_000, want: 0 },
        { read: 7, end: 7, now: 2_000, want: undefined },
        { read: 7, end: 8, now: 9_000, want: 0 },
      ],
    },
  ];

  it.each(stories)('$name', ({ looks }) => {
    const times = new WaitingTimes();
    for (const { read, end, now, want } of looks) expect(times.look('p', read, end, now)).toBe(want);
  });

  it('keeps the oldest when a reader stands still for hours', () => {
    const times = new WaitingTimes();
    const hour = Array.from({ length: 3_600 }, (_, second) => times.look('p', 0, second + 1, second * 1_000));
    expect(hour.at(-1)).toBe(3_599_000);
  });

  it('knows partitions apart', () => {
    const times = new WaitingTimes();
    times.look('a', 0, 1, 0);
    expect([times.look('b', 0, 1, 5_000), times.look('a', 0, 1, 5_000)]).toEqual([0, 5_000]);
  });
});
