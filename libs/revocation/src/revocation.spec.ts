import { delayFor } from '@trivium/runtime';
import fc from 'fast-check';
import { failedAttempt, retryBounds, stageOf } from './revocation.js';

const at = new Date('2031-01-01T00:00:00Z');
const none = { containedAt: null, eradicatedAt: null, verifiedAt: null };

describe('how far a revocation has come', () => {
  it.each([
    { name: 'nothing has happened', stages: none, want: 'received' },
    { name: 'Trivium denies', stages: { ...none, containedAt: at }, want: 'contained' },
    {
      name: 'the targets have ended it',
      stages: { ...none, containedAt: at, eradicatedAt: at },
      want: 'eradicated',
    },
    {
      name: 'its end was tried',
      stages: { containedAt: at, eradicatedAt: at, verifiedAt: at },
      want: 'verified',
    },
  ])('$name: $want', ({ stages, want }) => expect(stageOf(stages)).toBe(want));
});

describe('an attempt that failed', () => {
  it.each([
    { code: 'ERR_TARGET_UNAVAILABLE', want: 'unavailable' },
    { code: 'ERR_TARGET_REFUSED', want: 'unavailable' },
    { code: 'ERR_EFFECT_NOT_PROVEN', want: 'unavailable' },
    { code: undefined, want: 'unavailable' },
    { code: 'ERR_UNSUPPORTED_BY_TARGET', want: 'unsupported' },
    { code: 'ERR_INVALID_ACCOUNT', want: 'unsupported' },
  ])('with $code leaves the target $want', ({ code, want }) => {
    expect(failedAttempt(code, 'pending')).toEqual({ stage: 'pending', status: want, retry: true });
  });

  it('is made again within a minute, however many there were; what cannot be done, within the hour', () => {
    const attempts = fc.integer({ min: 1, max: 1_000_000_000 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(attempts, random, (attempt, chance) => {
        const away = delayFor(attempt, retryBounds('unavailable'), () => chance);
        const incapable = delayFor(attempt, retryBounds('unsupported'), () => chance);
        return away >= 0 && away <= 60_000 && incapable >= 0 && incapable <= 3_600_000;
      }),
    );
  });
});
