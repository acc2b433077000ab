import { parseEvidenceQuery } from './evidence-query.js';

describe('a query for evidence', () => {
  it('is read into its conditions', () => {
    const text = 'entries where action in ("nhi.retired", "a \\"b\\"") and road = "workload" within P1DT2H';
    expect(parseEvidenceQuery(text)).toEqual({
      source: 'entries',
      conditions: [
        { field: 'action', values: ['nhi.retired', 'a "b"'] },
        { field: 'road', values: ['workload'] },
      ],
      withinMs: 93_600_000,
    });
  });

  it.each([
    { name: 'nothing', text: '', want: 'found the end where entries or decisions is expected' },
    {
      name: 'an unknown source',
      text: 'logs where a = "b" within P1D',
      want: 'found logs where entries or decisions',
    },
    {
      name: 'a field of another source',
      text: 'entries where policy = "b" within P1D',
      want: 'found policy where action',
    },
    {
      name: 'a bare value',
      text: 'entries where action = b within P1D',
      want: 'found b where a "quoted" value',
    },
    { name: 'no time', text: 'entries where action = "b"', want: 'found the end where and or within' },
    {
      name: 'a time that is none',
      text: 'entries where action = "b" within P1Y',
      want: '"P1Y" is no ISO 8601 duration',
    },
    {
      name: 'an open list',
      text: 'entries where action in ("b" within P1D',
      want: 'found within where , or )',
    },
    { name: 'too much', text: 'entries where action = "b" within P1D please', want: '"please" is too much' },
    {
      name: 'an open quote',
      text: 'entries where action = "b within P1D',
      want: '""b within P1D" is not understood',
    },
  ])('with $name is refused', ({ text, want }) => expect(() => parseEvidenceQuery(text)).toThrow(want));
});
