import { answers, failureOf } from './answer.js';

describe('what a target answers to a signed order', () => {
  it.each([
    ...[404, 405, 410, 501].map((status) => ({ status, want: 'ERR_UNSUPPORTED_BY_TARGET' })),
    ...[400, 401, 403, 409].map((status) => ({ status, want: 'ERR_TARGET_REFUSED' })),
    ...[408, 425, 429, 500, 502, 503, 504].map((status) => ({ status, want: 'ERR_TARGET_UNAVAILABLE' })),
    ...[301, 302, 307, 308].map((status) => ({ status, want: 'ERR_TARGET_UNAVAILABLE' })),
    { status: 422, want: 'ERR_INVALID_ACCOUNT' },
  ])('$status: $want', ({ status, want }) => {
    expect(failureOf('orders', 'revoke', status)).toHaveProperty('code', want);
  });

  it('names the field that cannot be, and repeats no other word of the target', () => {
    const body = { field: 'entitlements', reason: 'the secret is hunter2' };
    const failure = failureOf('orders', 'provision', 422, body);
    expect(failure).toMatchObject({ field: 'entitlements' });
    expect(JSON.stringify({ ...failure, message: failure.message })).not.toContain('hunter2');
  });

  it.each([
    { name: 'an empty object', act: 'revoke', body: {} },
    { name: 'a status of another act', act: 'revoke', body: { status: 'provisioned' } },
    { name: 'another word for refused', act: 'verify', body: { access: 'gone' } },
    { name: 'no secret', act: 'issue', body: { status: 'issued', secret: '' } },
    { name: 'evidence that is nested', act: 'verify', body: { access: 'refused', evidence: { a: {} } } },
    {
      name: 'evidence without end',
      act: 'verify',
      body: { access: 'refused', evidence: { a: 'x'.repeat(501) } },
    },
    { name: 'nothing', act: 'provision', body: undefined },
  ] as const)('$name is no answer to $act', ({ act, body }) => {
    expect(answers[act].safeParse(body).success).toBe(false);
  });
});
