import { newAgentId, newNhiId } from '@trivium/identity';
import { bundleOf, RunningModel } from '@trivium/policy';
import { holder, startAuthzen, table, type RunningAuthzen } from '../testing/authzen-bench.contract.js';

const nhi = { id: newNhiId(), generation: 1 };
const agent = { id: newAgentId(), generation: 1 };
const alone = { id: newAgentId(), generation: 1 };
const read = { name: 'read' };
const resource = table('orders');
const person = (properties?: object) => ({ type: 'person', id: holder.id, properties });

let authzen: RunningAuthzen;
let model: RunningModel;
beforeEach(async () => {
  model = await RunningModel.load('governance');
  authzen = await startAuthzen(model);
  authzen.hold({ grantId: 'g-1' });
  authzen.hold({ grantId: 'g-2', action: 'admin' });
  authzen.hold({ grantId: 'g-3', subjectId: nhi.id, chain: [nhi] });
  authzen.hold({ grantId: 'g-4', subjectId: agent.id, chain: [holder, agent] });
  authzen.hold({ grantId: 'g-5', subjectId: alone.id, chain: [alone] });
});
afterEach(() => authzen.stop());

async function ask(over: object = {}) {
  const body = { subject: person(), action: read, resource, ...over };
  return (await authzen.post('/access/v1/evaluation', body)).body;
}

/** The governance files with one change to one of them. */
function changed(path: string, change: (text: string) => string) {
  return bundleOf(
    model.bundle.files.map((file) => (file.path === path ? { path, text: change(file.text) } : file)),
  );
}
const inMode = (mode: string) =>
  changed('model.yaml', (text) =>
    text.replace('controls: {}', `controls: { continuous-evaluation: ${mode} }`),
  );

describe('the policies and a live grant', () => {
  it.each([
    { name: 'a person', over: {}, by: ['person-granted-access'] },
    { name: 'a workload', over: { subject: { type: 'nhi', id: nhi.id } }, by: ['nhi-granted-access'] },
    {
      name: 'an agent of a person',
      over: { subject: { type: 'agent', id: agent.id } },
      by: ['agent-granted-access'],
    },
    { name: 'a risk of nothing', over: { context: { risk: null } }, by: ['person-granted-access'] },
    { name: 'a risk that is low', over: { context: { risk: 3 } }, by: ['person-granted-access'] },
  ])('permit $name', async ({ over, by }) => {
    expect(await ask(over)).toMatchObject({ decision: true, context: { reason: 'granted', policies: by } });
  });

  it('permit by any of several, as when an agent holds the same for itself and for a person', async () => {
    authzen.hold({ grantId: 'g-6', subjectId: alone.id, chain: [holder, alone] });
    const subject = { type: 'agent', id: alone.id };
    expect(await ask({ subject })).toMatchObject({ decision: true, context: { reason: 'granted' } });
    authzen.end('g-6', alone.id);
    expect(await ask({ subject })).toMatchObject({
      decision: false,
      context: { reason: 'forbidden_by_policy' },
    });
  });

  it.each([
    {
      name: 'a contractor whose engagement is over',
      over: { subject: person({ kind: 'contractor', engagementEnds: 1 }) },
      by: ['contractor-outside-engagement'],
    },
    { name: 'a risky session', over: { context: { risk: 99 } }, by: ['risky-session-is-stopped'] },
    {
      name: 'administration of what nobody classified',
      over: { action: { name: 'admin' } },
      by: ['unclassified-is-not-administered'],
    },
    {
      name: 'a workload of another environment',
      over: {
        subject: { type: 'nhi', id: nhi.id },
        resource: { ...resource, properties: { environment: 'production' } },
      },
      by: ['nhi-crosses-environments'],
    },
    {
      name: 'an agent of nobody, whatever the caller says',
      over: { subject: { type: 'agent', id: alone.id }, context: { delegatorActive: true } },
      by: ['agent-delegator-gone'],
    },
  ])('forbid $name', async ({ over, by }) => {
    const context = { reason: 'forbidden_by_policy', policies: by };
    expect(await ask(over)).toMatchObject({ decision: false, context });
  });

  it.each([
    { name: 'a number that is no whole one', context: { risk: 99.5 } },
    { name: 'text where a number belongs', context: { risk: '99' } },
    { name: 'a list where a number belongs', context: { risk: [1, { a: null }] } },
  ])('deny what cannot be evaluated: $name', async ({ context }) => {
    const answer = { decision: false, context: { reason: 'forbidden_by_policy', policies: [] } };
    expect(await ask({ context })).toMatchObject(answer);
    expect(authzen.warnings).toHaveLength(1);
  });

  it('take no word of the caller for a grant', async () => {
    const context = { granted: true, now: 0 };
    expect(await ask({ action: { name: 'write' }, context })).toMatchObject({
      decision: false,
      context: { reason: 'no_grant' },
    });
    const over = { subject: person({ kind: 'contractor', engagementEnds: 1 }), context };
    expect(await ask(over)).toMatchObject({ decision: false });
  });

  it('find in a search what they permit, and nothing else', async () => {
    const search = { subject: person(), resource };
    const found = await authzen.post('/access/v1/search/action', search);
    expect(found.body.results).toEqual([read]);
  });
});

describe('another version of the policies', () => {
  it.each([
    {
      mode: 'warn',
      advice: [{ policy: 'risky-session-is-stopped', control: 'continuous-evaluation', would: 'deny' }],
    },
    { mode: 'observe', advice: undefined },
  ])('decides from its adoption on, with a control in $mode', async ({ mode, advice }) => {
    const before = await ask({ context: { risk: 99 } });
    model.adopt(inMode(mode), 1);
    const after = await ask({ context: { risk: 99 } });
    expect([before.decision, after.decision]).toEqual([false, true]);
    expect(after.context).toMatchObject({ policy_version: model.version });
    expect((after.context as { advice?: object }).advice).toEqual(advice);
  });

  it('that cannot be read leaves the former one in place, under its own name', async () => {
    const former = model.version;
    model.adopt(
      changed('policies/workforce.cedar', (text) => `${text}\npermit (`),
      1,
    );
    expect(await ask()).toMatchObject({ decision: true, context: { policy_version: former } });
    expect(authzen.warnings).toHaveLength(1);
  });
});
