import { decisionsRecordedV2, recordsFrom } from '@trivium/contracts';
import { recordedDecision } from '@trivium/policy';
import { holder, startAuthzen, table, type RunningAuthzen } from '../testing/authzen-bench.contract.js';
import { spooledBodies } from './spooled-bodies.js';

let authzen: RunningAuthzen;
beforeEach(async () => {
  authzen = await startAuthzen();
  authzen.hold({ grantId: 'g-1' });
  authzen.hold({ grantId: 'g-2', action: 'admin' });
});
afterEach(() => authzen.stop());

const person = { type: 'person', id: holder.id, properties: { department: 'finance', shoeSize: 43 } };
const classified = { environment: 'production', sensitivity: 'internal' };
const orders = { ...table('orders'), properties: classified };
const read = { subject: person, action: { name: 'read' }, resource: orders };
const administer = { ...read, action: { name: 'admin' }, context: { mfa: true, ticket: 'CHG-1' } };
const stranger = { ...read, subject: { type: 'user', id: 'rick@example.com' } };

const evaluate = async (body: object) => (await authzen.post('/access/v1/evaluation', body)).body;
/** The record as the audit road would read it. */
function recorded() {
  const [body] = spooledBodies('run', authzen.spool.lines).bodies;
  const { gaps, ...answered } = decisionsRecordedV2.data.parse(JSON.parse(body?.value ?? ''));
  return { records: recordsFrom(answered), gaps };
}
const reasonOf = async (body: object) => (await evaluate(body)).context as { reason: string };

describe('a decision is recorded', () => {
  it('with who asked, what was asked and why it is what it is', async () => {
    const { context } = (await evaluate(read)) as {
      context: { decision_id: string; policy_version: string };
    };
    expect(recorded().records).toEqual([
      {
        decisionId: context.decision_id,
        at: authzen.clock.now().toISOString(),
        decision: 'allow',
        reason: 'granted',
        caller: 'tools',
        subject: { type: 'person', id: holder.id },
        action: 'read',
        resource: table('orders'),
        privileged: false,
        policyVersion: context.policy_version,
        determining: ['person-granted-access'],
        failMode: 'strict',
        dataAgeMs: 0,
        question: expect.objectContaining({ action: 'read' }) as object,
      },
    ]);
  });

  it('so that it can be made again, without what no policy looks at', async () => {
    await evaluate({ ...read, context: { risk: 3, password: 'hunter2' } });
    const [record] = recorded().records;
    const { question } = recordedDecision.parse(record);
    expect(question?.context).toEqual({
      delegatorActive: true,
      granted: true,
      now: authzen.clock.now().getTime(),
      risk: 3,
    });
    expect(JSON.stringify(record)).not.toMatch(/hunter2|shoeSize/);
  });

  it.each([
    { name: 'denied without a grant', body: { ...read, action: { name: 'write' } }, want: 'no_grant' },
    { name: 'of a stranger', body: stranger, want: 'no_grant' },
    { name: 'denied by a policy', body: { ...read, context: { risk: 99 } }, want: 'forbidden_by_policy' },
  ])('also when it is $name', async ({ body, want }) => {
    await evaluate(body);
    expect(recorded().records).toMatchObject([{ decision: 'deny', reason: want }]);
  });

  it('one by one out of a batch', async () => {
    const evaluations = [{ resource: orders }, { resource: table('salaries') }];
    await authzen.post('/access/v1/evaluations', { ...read, evaluations });
    const decisions = recorded().records.map(({ resource, decision }) => [resource.id, decision]);
    expect(Object.fromEntries(decisions)).toEqual({ orders: 'allow', salaries: 'deny' });
  });

  it('and not at a search, which gives no access', async () => {
    await authzen.post('/access/v1/search/resource', { ...read, resource: { type: 'table' } });
    expect(authzen.spool.lines).toEqual([]);
  });
});

describe('where a decision cannot be recorded', () => {
  it.each([
    { name: 'a privileged action', body: administer },
    {
      name: 'what is done to a privileged resource',
      body: {
        ...read,
        resource: { ...orders, properties: { ...classified, privileged: true } },
      },
    },
  ])('$name is denied', async ({ body }) => {
    expect(await reasonOf(body)).toMatchObject({ reason: 'granted' });
    authzen.spool.isFull = true;
    const answer = await evaluate(body);
    expect(answer).toMatchObject({ decision: false, context: { reason: 'cannot_be_recorded' } });
    expect(answer.context).not.toHaveProperty('policies');
    expect(authzen.counted).toEqual({ kept: 1, lost: 1, withheld: 1 });
  });

  it('everything else is answered, counted, and missed in the record as soon as there is room', async () => {
    authzen.spool.isFull = true;
    const from = authzen.clock.now().toISOString();
    expect(await reasonOf(read)).toMatchObject({ reason: 'granted' });
    authzen.clock.advance(2_000);
    expect(await reasonOf(stranger)).toMatchObject({ reason: 'no_grant' });
    expect(authzen.warnings).toHaveLength(1);
    authzen.spool.isFull = false;
    await evaluate(read);
    const { records, gaps } = recorded();
    expect(records).toHaveLength(1);
    expect(gaps).toEqual([{ from, until: authzen.clock.now().toISOString(), count: 2 }]);
    await evaluate(read);
    expect(recorded().gaps).toHaveLength(1);
    expect(authzen.counted).toEqual({ kept: 2, lost: 2 });
  });
});
