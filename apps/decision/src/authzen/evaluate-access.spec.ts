import { newAgentId, newNhiId, personIdFor } from '@trivium/identity';
import { RunningModel, type FailMode } from '@trivium/policy';
import { FakeClock } from '@trivium/testing';
import type { AccessGrant } from '../projection/access-grant.js';
import { ResidentGrants } from '../projection/resident-grants.js';
import { FakeChains } from '../testing/fake-chains.js';
import { responseOf } from './decision.js';
import { EvaluateAccess } from './evaluate-access.js';
import { RunningPolicies } from './running-policies.js';

const person = { id: personIdFor('hr', '1'), generation: 1 };
const rehired = { ...person, generation: 2 };
const agent = { id: newAgentId(), generation: 1 };
const resource = { type: 'table', id: 'orders' };
const question = { subject: { type: 'person', id: person.id }, action: { name: 'read' }, resource };

const model = await RunningModel.load('governance');
const silent = { warn: () => {}, error: () => {} };
const policies = new RunningPolicies(model, silent);

interface Given {
  readonly failMode?: FailMode;
  readonly ageMs?: number | 'loading';
}

function bench({ failMode = 'strict', ageMs = 0 }: Given = {}) {
  const [clock, grants, chains] = [new FakeClock(), new ResidentGrants(), new FakeChains()];
  const asOf = ageMs === 'loading' ? undefined : new Date(clock.now().getTime() - ageMs);
  const basis = { policies, failModeOf: () => failMode, maxDataAgeMs: 30_000, grantsAsOf: () => asOf };
  const evaluate = new EvaluateAccess(grants, chains, clock, basis);
  const hold = (grantId: string, over: Partial<AccessGrant> = {}) => {
    const grant = {
      grantId,
      subjectId: person.id,
      chain: [person],
      action: 'read',
      resource,
      grantedAt: clock.now(),
    };
    grants.apply({ state: 'held', grant: { ...grant, ...over } });
  };
  const reason = async (over: object = {}) => (await evaluate.execute({ ...question, ...over })).reason;
  return { clock, grants, chains, evaluate, hold, reason };
}

describe('an access is decided', () => {
  it('with everything that tells later why', async () => {
    const { evaluate, hold } = bench({ ageMs: 250 });
    hold('g-1');
    const answer = responseOf(await evaluate.execute(question));
    expect(answer).toMatchObject({
      decision: true,
      context: {
        policy_version: model.version,
        data_age_ms: 250,
        fail_mode: 'strict',
        reason: 'granted',
        policies: ['person-granted-access'],
      },
    });
    expect(answer.context.decision_id).toMatch(/^dec_[0-9a-f-]{36}$/);
  });

  it.each([
    { name: 'another action', over: { action: { name: 'write' } } },
    { name: 'another resource', over: { resource: { type: 'table', id: 'salaries' } } },
    { name: 'another kind of resource', over: { resource: { type: 'view', id: 'orders' } } },
    { name: 'another subject', over: { subject: { type: 'nhi', id: newNhiId() } } },
    { name: 'a subject that is nobody', over: { subject: { type: 'user', id: 'rick@example.com' } } },
  ])('against $name without a grant', async ({ over }) => {
    const { hold, reason } = bench();
    hold('g-1');
    expect(await reason(over)).toBe('no_grant');
  });

  it('against a grant that has expired', async () => {
    const { clock, hold, reason } = bench();
    hold('g-1', { expiresAt: new Date(clock.now().getTime() + 1_000) });
    expect(await reason()).toBe('granted');
    clock.advance(1_000);
    expect(await reason()).toBe('no_grant');
  });

  it('against every grant whose chain is cut, and for one whose chain is not', async () => {
    const { chains, hold, reason } = bench();
    hold('g-1', { chain: [person, agent] });
    hold('g-2');
    chains.deny(agent);
    expect(await reason()).toBe('granted');
    chains.deny(person);
    expect(await reason()).toBe('contained');
    hold('g-3', { chain: [rehired] });
    expect(await reason()).toBe('granted');
  });

  it.each(['unreachable', 'incomplete'] as const)(
    'against everything while markers are %s',
    async (fault) => {
      const { chains, hold, reason } = bench({ failMode: 'best_effort' });
      hold('g-1');
      chains.fault = fault;
      expect(await reason()).toBe('markers_unknown');
    },
  );

  it.each([
    { name: 'in strict mode, fresh', failMode: 'strict', ageMs: 30_000, want: 'granted' },
    { name: 'in strict mode, too old', failMode: 'strict', ageMs: 30_001, want: 'stale_data' },
    { name: 'in best effort, too old', failMode: 'best_effort', ageMs: 3_600_000, want: 'granted' },
    { name: 'in best effort, not loaded yet', failMode: 'best_effort', ageMs: 'loading', want: 'stale_data' },
  ] as const)('from data $name: $want', async ({ failMode, ageMs, want }) => {
    const { hold, reason } = bench({ failMode, ageMs });
    hold('g-1');
    expect(await reason()).toBe(want);
  });

  it('without asking the policies where no live grant names it', async () => {
    const { clock, grants, chains, hold } = bench();
    const unasked = () => {
      throw new Error('nobody may ask');
    };
    const basis = {
      policies: { version: '1', decide: unasked, decideDeclared: unasked },
      failModeOf: () => 'strict' as const,
      maxDataAgeMs: 30_000,
      grantsAsOf: () => clock.now(),
    };
    const evaluate = new EvaluateAccess(grants, chains, clock, basis);
    expect(await evaluate.execute(question)).toMatchObject({ reason: 'no_grant' });
    hold('g-1');
    chains.deny(person);
    expect(await evaluate.execute(question)).toMatchObject({ reason: 'contained' });
  });
});
