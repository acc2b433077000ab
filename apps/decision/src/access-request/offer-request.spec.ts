import { newNhiId, personIdFor } from '@trivium/identity';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import {
  accessRequestBench,
  asker,
  issuer,
  question,
  taskLife,
  marta,
} from '../testing/access-request-bench.contract.js';
import { maxDeniedLength } from './denial.js';

const endpoint = `${issuer}/access/v1/requests`;
const somebody = (over: object) => ({ ...question, subject: { ...question.subject, ...over } });

describe('a denial', () => {
  it('that an approval could resolve says where it is asked for, and what binds the request to it', async () => {
    const bench = accessRequestBench();
    const { decision, context } = await bench.denied();
    const expires = new Date(bench.clock.now().getTime() + 600_000);
    expect({ decision, context }).toMatchObject({
      decision: false,
      context: {
        reason: 'no_grant',
        evaluation_id: context.decision_id,
        evaluated_at: bench.clock.now().toISOString(),
        access_request: {
          endpoint,
          template: 'workforce.employee',
          expires_at: expires.toISOString(),
          request_schema_url: `${endpoint}/schema.json`,
        },
      },
    });
    const token = context.access_request?.binding_token ?? '';
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'trv-denial+jwt' });
    expect(decodeJwt(token)).toEqual({
      ...question,
      iss: issuer,
      aud: endpoint,
      iat: bench.clock.now().getTime() / 1_000,
      exp: expires.getTime() / 1_000,
      jti: context.decision_id,
      evaluation_id: context.decision_id,
      client_id: 'tools',
      reason: 'no_grant',
      template: 'workforce.employee',
      binding_context_members: [],
      trv_link: `${asker.id}:2`,
    });
  });

  it.each([
    'contained',
    'forbidden_by_policy',
    'markers_unknown',
    'stale_data',
    'cannot_be_recorded',
  ] as const)('for the reason %s says no more, and costs no more', async (reason) => {
    const bench = accessRequestBench();
    const { context } = await bench.denied(reason);
    expect(Object.keys(context)).not.toContain('access_request');
    expect(bench.chains.reads).toBe(0);
  });

  it.each([
    { name: 'a stranger', request: somebody({ id: 'rick@example.com' }) },
    { name: 'somebody of whom no road tells', request: somebody({ id: personIdFor('hr', '2') }) },
    { name: 'a workload of which no road tells', request: somebody({ type: 'nhi', id: newNhiId() }) },
    { name: 'a kind that nobody could approve', request: somebody({ properties: { kind: 'contractor' } }) },
    {
      name: 'more than fits into a token',
      request: { ...question, resource: { ...question.resource, id: 'x'.repeat(maxDeniedLength) } },
    },
  ])('of $name says no more', async ({ request }) => {
    expect(Object.keys((await accessRequestBench().denied('no_grant', request)).context)).not.toContain(
      'access_request',
    );
  });

  it.each([
    { name: 'who is contained', fault: undefined },
    { name: 'of whom nobody can be sure', fault: 'incomplete' as const },
  ])('of somebody $name says no more', async ({ fault }) => {
    const bench = accessRequestBench();
    bench.chains.fault = fault;
    if (!fault) bench.chains.deny(asker);
    expect((await bench.denied()).context.access_request).toBeUndefined();
  });

  it('is for the newest generation of a person', async () => {
    const bench = accessRequestBench();
    bench.chains.deny({ ...asker, generation: 1 });
    const chain = [{ ...asker, generation: 1 }];
    bench.grants.apply({
      state: 'held',
      grant: {
        grantId: 'g-0',
        subjectId: asker.id,
        chain,
        action: 'a',
        resource: question.resource,
        grantedAt: new Date(0),
      },
    });
    expect((await bench.denied()).context.access_request).toBeDefined();
  });
});

describe('after an approval, access that is still denied', () => {
  async function approved() {
    const bench = accessRequestBench();
    const { items, closed } = await bench.approve.execute((await bench.submitted()).taskId, marta);
    const id = items[0]?.approvalId ?? '';
    const approval = { id, approved_at: closed?.at, approved_until: closed?.approvedUntil };
    return { bench, approval };
  }
  const again = (approval: object, over: object = {}) => ({ ...question, ...over, context: { approval } });

  it('waits for its grant', async () => {
    const { bench, approval } = await approved();
    const { context } = await bench.denied('no_grant', again(approval));
    expect(context).toMatchObject({ reason: 'grant_pending', next_action: 'retry', retry_after: 60 });
    expect(context.access_request).toBeUndefined();
  });

  it.each([
    { name: 'another access', over: { action: { name: 'write' } }, want: ['out_of_scope', 'request', true] },
    {
      name: 'an approval of nobody',
      approval: { id: 'apr_00000000-0000-4000-8000-000000000000' },
      want: ['approval_unverifiable', 'none', false],
    },
    { name: 'no id', approval: { id: 7 }, want: ['approval_unverifiable', 'none', false] },
    { name: 'text', approval: 'apr', want: ['approval_unverifiable', 'none', false] },
    {
      name: 'a state, which no approval has',
      add: { state: 'eyJ' },
      want: ['approval_unverifiable', 'none', false],
    },
    {
      name: 'the approval of another caller',
      caller: 'others',
      want: ['approval_unverifiable', 'none', false],
    },
    { name: 'an approval that is over', ms: taskLife * 60, want: ['approval_expired', 'request', true] },
    {
      name: 'a policy that forbids it',
      reason: 'forbidden_by_policy' as const,
      want: ['forbidden_by_policy', 'none', false],
    },
    { name: 'a subject that is contained', reason: 'contained' as const, want: ['contained', 'none', false] },
    {
      name: 'markers that nobody knows',
      reason: 'markers_unknown' as const,
      want: ['markers_unknown', 'retry', false],
    },
  ])('for $name: $want', async ({ over, approval, add, caller, ms, reason, want }) => {
    const given = await approved();
    given.bench.clock.advance(ms ?? 0);
    const presented = approval ?? { ...given.approval, ...add };
    const { context } = await given.bench.denied(reason, again(presented as object, over), caller);
    expect([context.reason, context.next_action, context.access_request !== undefined]).toEqual(want);
  });

  it('is denied for good while its subject is contained', async () => {
    const { bench, approval } = await approved();
    bench.chains.deny(asker);
    const { context } = await bench.denied('no_grant', again(approval));
    expect(context).toMatchObject({ reason: 'policy_denied', next_action: 'none' });
    const unknown = await bench.denied('no_grant', again({ ...approval }, { action: { name: 'write' } }));
    expect(unknown.context).toMatchObject({ reason: 'out_of_scope', next_action: 'none' });
  });
});
