import type { AuthorizationDetail } from '@trivium/contracts';
import { newAgentId } from '@trivium/identity';
import fc from 'fast-check';
import { narrow, type Authority, type Wanted } from './authority.js';
import { OAuthError } from './oauth.errors.js';

const detail = (target: string, ...actions: string[]): AuthorizationDetail => ({
  type: 'trivium_access',
  target,
  actions,
});
const held: Authority = {
  subject: 'per_1',
  clientId: 'agt_1',
  chain: [{ id: newAgentId(), generation: 1 }],
  scope: ['read', 'write'],
  details: [detail('orders', 'read'), detail('orders', 'write'), detail('billing', 'read')],
  audience: ['trivium'],
  notAfter: 1_900_000_000,
};

const outcome = (wanted: Wanted) => {
  try {
    narrow(held, wanted);
    return 'granted';
  } catch (error) {
    if (error instanceof OAuthError) return error.error;
    throw error;
  }
};

describe('what is held can only shrink', () => {
  it.each([
    { name: 'one of two scopes', wanted: { scope: ['read'] }, want: 'granted' },
    { name: 'no scope at all', wanted: { scope: [] }, want: 'granted' },
    { name: 'a scope that is not held', wanted: { scope: ['read', 'admin'] }, want: 'invalid_scope' },
    {
      name: 'actions that two details permit together',
      wanted: { details: [detail('orders', 'read', 'write')] },
      want: 'granted',
    },
    {
      name: 'an action that only another target permits',
      wanted: { details: [detail('billing', 'write')] },
      want: 'invalid_authorization_details',
    },
    {
      name: 'a target that is not held',
      wanted: { details: [detail('payroll', 'read')] },
      want: 'invalid_authorization_details',
    },
    { name: 'a target of the details as audience', wanted: { audience: ['billing'] }, want: 'granted' },
    { name: 'another audience', wanted: { audience: ['payroll'] }, want: 'invalid_target' },
  ])('$name: $want', ({ wanted, want }) => expect(outcome(wanted)).toBe(want));

  it('gives the whole when nothing is asked for', () => {
    expect(narrow(held, {})).toEqual(held);
  });

  it('never grows, however often it is narrowed', () => {
    const scope = fc.subarray([...held.scope]);
    fc.assert(
      fc.property(fc.array(scope, { maxLength: 5 }), (steps) => {
        const end = steps.reduce<Authority>((authority, step) => {
          return narrow(authority, { scope: step.filter((one) => authority.scope.includes(one)) });
        }, held);
        expect(held.scope).toEqual(expect.arrayContaining([...end.scope]));
        expect(end.notAfter).toBe(held.notAfter);
        expect(end.chain).toBe(held.chain);
      }),
    );
  });
});
