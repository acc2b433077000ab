import { announcement, type Progress } from './announcement.js';

const calm = { total: 1, eradicated: 0, verified: 0, attention: 0 };
const stuck = { ...calm, attention: 1 };
const board = (rows: Record<string, Progress extends ReadonlyMap<string, infer View> ? View : never>) =>
  new Map(Object.entries(rows));

describe('what a screen reader is told', () => {
  it.each([
    {
      name: 'nothing while nothing changed',
      before: board({ a: { stage: 'contained', targets: calm } }),
      now: board({ a: { stage: 'contained', targets: calm } }),
      want: '',
    },
    {
      name: 'nothing of a stage on the way',
      before: board({ a: { stage: 'received', targets: calm } }),
      now: board({ a: { stage: 'contained', targets: calm } }),
      want: '',
    },
    {
      name: 'how many are new and how many ended',
      before: board({ a: { stage: 'contained', targets: calm } }),
      now: board({ a: { stage: 'verified', targets: calm }, b: { stage: 'verified', targets: calm } }),
      want: '1 new, 2 verified',
    },
    {
      name: 'what needs a person, once',
      before: board({ a: { stage: 'contained', targets: calm }, b: { stage: 'contained', targets: stuck } }),
      now: board({ a: { stage: 'contained', targets: stuck }, b: { stage: 'contained', targets: stuck } }),
      want: '1 in need of a person',
    },
  ])('is $name', ({ before, now, want }) => expect(announcement(before, now)).toBe(want));
});
