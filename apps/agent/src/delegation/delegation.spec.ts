import { newAgentId, newDelegationId, personIdFor } from '@trivium/identity';
import fc from 'fast-check';
import { chainOf, decideDelegation, isWithin, type Delegation, type DelegationFacts } from './delegation.js';

const now = new Date('2026-01-05T09:00:00Z');
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const [agentId, delegatorId, parentId] = [newAgentId(), personIdFor('hr', '1'), newDelegationId()];
const agent = {
  agentId,
  name: 'a',
  classification: 'chatbot',
  ownerId: delegatorId,
  state: 'active' as const,
  generation: 1,
  jwks: { keys: [] },
  registeredAt: now,
};
const delegator = { personId: delegatorId, generation: 2, active: true };
const details = [{ type: 'trivium_access' as const, target: 'orders-db', actions: ['read'] }];
const parent: Delegation = {
  delegationId: parentId,
  agentId,
  delegatorId,
  depth: 1,
  chain: [`${delegatorId}:2`, `${agentId}:1`, `${parentId}:1`],
  purpose: 'p',
  details,
  state: 'active',
  grantedAt: now,
  expiresAt: inHours(2),
};
const facts = (over: Partial<DelegationFacts> = {}): DelegationFacts => ({
  wish: { agentId, delegatorId, purpose: 'p', details, expiresAt: inHours(1) },
  agent,
  delegator,
  parent: undefined,
  limits: { maxTtl: 24 * 3_600_000, maxDepth: 2 },
  now,
  ...over,
});
const wish = (over: object) => ({ ...facts().wish, ...over });

describe('a delegation', () => {
  it.each([
    { name: 'within every limit is granted', given: facts(), want: undefined },
    { name: 'below another is granted', given: facts({ parent }), want: undefined },
    { name: 'to an unknown agent is refused', given: facts({ agent: undefined }), want: 'ERR_UNKNOWN_AGENT' },
    {
      name: 'of somebody unknown is refused',
      given: facts({ delegator: undefined }),
      want: 'ERR_UNKNOWN_DELEGATOR',
    },
    {
      name: 'of somebody who left is refused',
      given: facts({ delegator: { ...delegator, active: false } }),
      want: 'ERR_DELEGATOR_LEFT',
    },
    {
      name: 'below one that ended is refused',
      given: facts({ parent: { ...parent, state: 'ended' } }),
      want: 'ERR_PARENT_ENDED',
    },
    {
      name: 'to an agent that is suspended is refused',
      given: facts({ agent: { ...agent, state: 'suspended' } }),
      want: 'ERR_AGENT_NOT_ACTIVE',
    },
    {
      name: 'to an agent that is retired is refused',
      given: facts({ agent: { ...agent, state: 'retired' } }),
      want: 'ERR_AGENT_NOT_ACTIVE',
    },
    {
      name: 'of more than was delegated is refused',
      given: facts({ parent, wish: wish({ details: [{ ...details[0]!, actions: ['read', 'write'] }] }) }),
      want: 'ERR_SCOPE_EXCEEDS_DELEGATOR',
    },
    {
      name: 'too far down is refused',
      given: facts({ parent: { ...parent, depth: 2 } }),
      want: 'ERR_TOO_DEEP',
    },
    {
      name: 'outliving the one above is refused',
      given: facts({ parent, wish: wish({ expiresAt: inHours(3) }) }),
      want: 'ERR_OUTLIVES_PARENT',
    },
    {
      name: 'for too long is refused',
      given: facts({ wish: wish({ expiresAt: inHours(25) }) }),
      want: 'ERR_TTL_TOO_LONG',
    },
    {
      name: 'that has expired already is refused',
      given: facts({ wish: wish({ expiresAt: now }) }),
      want: 'ERR_EXPIRED',
    },
  ])('$name', ({ given, want }) => expect(decideDelegation(given)).toBe(want));

  it('never permits below what is not permitted above', () => {
    const detail = fc.record({
      type: fc.constant('trivium_access' as const),
      target: fc.constantFrom('a', 'b'),
      actions: fc.subarray(['r', 'w', 'x'], { minLength: 1 }),
    });
    const list = fc.array(detail, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(list, list, (wanted, permitted) => {
        const pairs = (of: typeof wanted) =>
          new Set(of.flatMap(({ target, actions }) => actions.map((action) => `${target}/${action}`)));
        const missing = [...pairs(wanted)].filter((pair) => !pairs(permitted).has(pair));
        expect(isWithin(wanted, permitted)).toBe(missing.length === 0);
      }),
    );
  });

  it('names everything above it', () => {
    const child = newDelegationId();
    expect(chainOf(child, agent, delegator, parent).map(({ id }) => id)).toEqual([
      delegatorId,
      agentId,
      parentId,
      agentId,
      child,
    ]);
  });
});
