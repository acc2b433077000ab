import { summarise } from './lane-summary.js';
import { roadLag } from './road-lag.js';
import { sampleRevocation } from './sample-revocation.js';
import { stageTimes } from './stage-times.js';

const verified = sampleRevocation({
  stage: 'verified',
  containedAt: '2026-01-01T12:00:00.009Z',
  eradicatedAt: '2026-01-01T12:00:01.200Z',
  verifiedAt: '2026-01-01T12:00:01.240Z',
});
const { containedAt, ...uncontained } = sampleRevocation({ stage: 'received' });

describe('the head of a lane', () => {
  it('measures every stage from the event', () => {
    expect(stageTimes(verified)).toEqual({ contained: 9, eradicated: 1200, verified: 1240 });
    expect(stageTimes(uncontained)).toEqual({});
  });

  it('sums up what is shown, and measures only what was contained', () => {
    const stuck = sampleRevocation({
      containedAt,
      targets: { total: 1, eradicated: 0, verified: 0, attention: 1 },
    });
    expect(summarise([verified, uncontained, stuck])).toEqual({
      shown: 3,
      inProgress: 2,
      verified: 1,
      attention: 1,
      containedP50: 4,
      containedP99: 9,
    });
  });

  it('knows no percentile of an empty lane', () => {
    expect(summarise([])).toMatchObject({ shown: 0, containedP50: undefined, containedP99: undefined });
  });
});

describe('the lag of a road', () => {
  const entry = { road: 'agent' as const, group: 'agent.a', topic: 'agent.lifecycle', lag: 2 };
  const behind = { ...entry, topic: 'agent.revocation', lag: 40, oldestMs: 310 };

  it.each([
    { name: 'is unknown until it is reported', entries: [], want: undefined },
    {
      name: 'is unknown when only other roads report',
      entries: [{ ...entry, road: 'workload' as const }],
      want: undefined,
    },
    {
      name: 'adds up all of its topics and names the oldest message of them',
      entries: [entry, behind],
      want: { messages: 42, oldestMs: 310, entries: [behind, entry] },
    },
    {
      name: 'has no age where nothing waits',
      entries: [entry],
      want: { messages: 2, oldestMs: undefined, entries: [entry] },
    },
  ])('$name', ({ entries, want }) => expect(roadLag(entries, 'agent')).toEqual(want));
});
