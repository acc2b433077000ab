import type { RevocationStage } from '@trivium/contracts';
import { caughtUp } from './caught-up.js';

describe('reading the list again after a gap', () => {
  const cases: readonly {
    name: string;
    known: Readonly<Record<string, RevocationStage>>;
    read: readonly string[];
    want: boolean;
  }[] = [
    { name: 'takes one page when nothing was known', known: {}, read: ['c', 'b'], want: true },
    { name: 'goes on while everything read is new', known: { a: 'verified' }, read: ['c', 'b'], want: false },
    { name: 'ends where something known is met', known: { a: 'verified' }, read: ['b', 'a'], want: true },
    {
      name: 'goes on while something known may have moved unseen',
      known: { b: 'verified', a: 'contained' },
      read: ['c', 'b'],
      want: false,
    },
    {
      name: 'ends once everything that could move was read',
      known: { b: 'eradicated', a: 'received' },
      read: ['c', 'b', 'a'],
      want: true,
    },
  ];

  it.each(cases)('$name', ({ known, read, want }) => {
    const views = new Map(Object.entries(known).map(([id, stage]) => [id, { stage }]));
    expect(caughtUp(views, new Set(read))).toBe(want);
  });
});
