import { formatDuration } from './duration.js';

describe('a length of time', () => {
  it.each([
    { name: 'nothing', ms: 0, want: '0 ms' },
    { name: 'milliseconds', ms: 4, want: '4 ms' },
    { name: 'just under a second', ms: 999, want: '999 ms' },
    { name: 'a second and a bit', ms: 1240, want: '1.24 s' },
    { name: 'just under ten seconds', ms: 9994, want: '9.99 s' },
    { name: 'what would round to ten seconds', ms: 9996, want: '10.0 s' },
    { name: 'tens of seconds', ms: 12_449, want: '12.4 s' },
    { name: 'what would round to a minute', ms: 59_960, want: '1 m 00 s' },
    { name: 'minutes', ms: 125_000, want: '2 m 05 s' },
    { name: 'hours', ms: 11_520_000, want: '3 h 12 m' },
    { name: 'days', ms: 187_200_000, want: '2 d 04 h' },
    { name: 'a clock that went back', ms: -3, want: '−3 ms' },
  ])('$name reads $want', ({ ms, want }) => expect(formatDuration(ms)).toBe(want));
});
