import { figure } from './figures.js';
import { verdictLine, verdicts } from './targets.js';

describe('targets', () => {
  it.each([
    {
      name: 'a median within its multiple of the floor',
      given: figure('agent: task completion → denied', 'p50', 5, 'ms', 2),
      want: [true],
    },
    {
      name: 'a median beyond it',
      given: figure('agent: task completion → denied', 'p50', 5.1, 'ms', 2),
      want: [false],
    },
    {
      name: 'a median without a floor, as missed',
      given: figure('agent: task completion → denied', 'p50', 1, 'ms'),
      want: [false],
    },
    {
      name: 'a p99 beside its own quiet one',
      given: figure('workload: others flooded', 'p99 to quiet', 2, '×'),
      want: [true],
    },
    {
      name: 'nothing of the shared topic',
      given: figure('one shared topic, workload: others flooded', 'p99 to quiet', 9, '×'),
      want: [],
    },
    {
      name: 'ten thousand tokens against one',
      given: figure('tokens: 10000 to 1', 'p50 ratio', 1.31, '×'),
      want: [false],
    },
    {
      name: 'a rate that reaches its share of the floor',
      given: figure('decision: evaluation, 78 policies, 10000 grants', 'rate', 35, '/s', 100),
      want: [true],
    },
    {
      name: 'a rate that does not',
      given: figure('decision: introspection', 'rate', 59, '/s', 100),
      want: [false],
    },
    {
      name: 'a p99 under a load that leaves some rest',
      given: figure('decision: introspection', 'p99 at 70 %', 11, 'ms'),
      want: [false],
    },
    {
      name: 'a median beside a million credentials',
      given: figure('decision: evaluation with 1000000 live credentials', 'p50, floor taken out', 1.2, '×'),
      want: [true],
    },
    {
      name: 'nothing that has no target',
      given: figure('intake: webhooks, 1 in flight', 'rate', 10, '/s'),
      want: [],
    },
  ])('judge $name', ({ given, want }) => expect(verdicts([given]).map(({ met }) => met)).toEqual(want));

  it('are said in a line', () => {
    const [verdict] = verdicts([figure('workforce: others poisoned', 'p99 to quiet', 2.5, '×')]);
    expect(verdictLine(verdict!)).toBe('missed  workforce: others poisoned, p99 to quiet: 2.5×, at most 2×');
    const [p99] = verdicts([figure('decision: introspection', 'p99 at 70 %', 3, 'ms')]);
    expect(verdictLine(p99!)).toBe('met     decision: introspection, p99 at 70 %: 3 ms, at most 10 ms');
    const [rate] = verdicts([figure('decision: introspection', 'rate', 70, '/s', 100)]);
    expect(verdictLine(rate!)).toBe('met     decision: introspection, rate: 0.7×, at least 0.6×');
  });
});
