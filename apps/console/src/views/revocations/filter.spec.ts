import { everything, isShown, narrows, shownRoads } from './filter.js';
import { sampleRevocation } from './sample-revocation.js';

const stuck = sampleRevocation({ targets: { total: 2, eradicated: 1, verified: 1, attention: 1 } });

describe('what the reader sees', () => {
  it.each([
    { name: 'everything at first', filter: everything, want: true },
    {
      name: 'the subject by a part of its name',
      filter: { ...everything, subject: ' PERSON 10' },
      want: true,
    },
    { name: 'the subject by its id', filter: { ...everything, subject: 'per_019ab' }, want: true },
    { name: 'the revocation by its id', filter: { ...everything, subject: 'rev_019ab' }, want: true },
    { name: 'not somebody else', filter: { ...everything, subject: 'person 2' }, want: false },
    { name: 'what is in progress', filter: { ...everything, state: 'in-progress' as const }, want: true },
    { name: 'what needs a person', filter: { ...everything, state: 'attention' as const }, want: true },
    {
      name: 'not as verified what is not',
      filter: { ...everything, state: 'verified' as const },
      want: false,
    },
  ])('is $name', ({ filter, want }) => expect(isShown(stuck, filter)).toBe(want));

  it('is one road or all three', () => {
    expect(shownRoads(everything)).toEqual(['workforce', 'workload', 'agent']);
    expect(shownRoads({ ...everything, road: 'agent' })).toEqual(['agent']);
  });

  it('is not narrowed by a road or by blanks', () => {
    expect(narrows({ ...everything, road: 'agent', subject: '  ' })).toBe(false);
    expect(narrows({ ...everything, state: 'verified' })).toBe(true);
  });
});
