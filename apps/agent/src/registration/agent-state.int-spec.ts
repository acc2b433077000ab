import { until } from '@trivium/testing';
import { startAgentRoad } from '../testing/running-agent.contract.js';

const running = await startAgentRoad();
afterAll(() => running.stop());

const reason = 'acts on its own account';
const turn = (agentId: string, act: string, body: unknown = { reason }, as = ['security'] as const) =>
  running.call('POST', `/agents/${agentId}/${act}`, { as: [...as], body });
const states = (agentId: string) => running.call('GET', `/agents/${agentId}`, { as: ['owner'] });
const typesOf = async (id: string) => (await running.said(id)).map(({ type }) => type);

/** An agent that acts for two people, for one of them through another agent below it. */
async function busyAgent() {
  const [agent, helper] = [await running.agent(), await running.agent()];
  const [one, other] = [await running.joined(), await running.joined()];
  const mine = await running.delegation(agent.agentId, one);
  const theirs = await running.delegation(agent.agentId, other);
  const below = await running.delegation(helper.agentId, other, {
    parentDelegationId: theirs.delegationId,
  });
  const tasks = [await running.started(mine), await running.started(below)];
  return { ...agent, helper, delegator: one, delegations: [mine, theirs, below], tasks };
}

describe('an agent that is suspended', () => {
  it('is denied as a whole by one marker, with all that hangs on it, as one revocation', async () => {
    const { agentId, helper, delegations, tasks } = await busyAgent();
    expect(await turn(agentId, 'suspend')).toMatchObject({
      status: 202,
      body: { agentId, state: 'suspended', generation: 1, changed: true },
    });
    expect(await running.denied(agentId)).toBe(true);
    expect(await running.denied(helper.agentId)).toBe(false);
    for (const { delegationId } of delegations)
      expect(await running.delegationNow(delegationId)).toMatchObject({ state: 'ended' });
    for (const taskId of tasks)
      expect(await running.task(taskId)).toMatchObject({ state: 'ended', endReason: 'agent-suspended' });
    expect(await running.revocationsOf(agentId)).toEqual([
      { reason: 'agent-suspended', chain: [`${agentId}:1`] },
    ]);
  });

  it('loses its accounts at the targets, and the record says who stopped it and why', async () => {
    const { agentId, tasks } = await busyAgent();
    await until(async () =>
      (await running.task(tasks[0]!)).accounts.every((account) => account.state === 'active'),
    );
    await turn(agentId, 'suspend');
    await until(async () =>
      (await running.task(tasks[0]!)).accounts.every((account) => account.state === 'ended'),
    );
    const entries = (await running.said(agentId)).map(
      ({ data }) => data as { action?: string; detail?: object },
    );
    const entry = entries.find(({ action }) => action === 'agent.suspended');
    expect(entry?.detail).toMatchObject({ reason, delegations: 3, tasks: 2 });
    expect(entry?.detail).toHaveProperty('person');
    expect(await typesOf(agentId)).toContain('agent.agent.ended.v1');
  });

  it('is stopped once, however often it is said', async () => {
    const { agentId } = await busyAgent();
    await Promise.all([turn(agentId, 'suspend'), turn(agentId, 'suspend')]);
    expect(await turn(agentId, 'suspend')).toMatchObject({ status: 202, body: { changed: false } });
    expect(await running.revocationsOf(agentId)).toHaveLength(1);
  });

  it('is let act by nobody, is no client, and proves nothing', async () => {
    const agent = await busyAgent();
    await turn(agent.agentId, 'suspend');
    expect(await running.delegate(agent.agentId, agent.delegator)).toMatchObject({
      status: 409,
      body: { code: 'ERR_AGENT_NOT_ACTIVE' },
    });
    const client = { as: ['owner'] as const, body: {} };
    const path = `/agents/${agent.agentId}/client`;
    expect(await running.call('PUT', path, client)).toMatchObject({ status: 409 });
    const clientAssertion = await running.proof(agent);
    expect(await running.finish(agent.tasks[0]!, 'complete', { clientAssertion })).toMatchObject({
      status: 401,
    });
  });

  it('does not keep a task that was started just before and heard of afterwards', async () => {
    const { agentId, delegations } = await busyAgent();
    await turn(agentId, 'suspend');
    const late = await running.started(delegations[0]!);
    expect(await running.task(late)).toMatchObject({ state: 'ended', accounts: [] });
  });
});

describe('an agent that is resumed', () => {
  it('acts anew in its next generation, and has nothing back', async () => {
    const { agentId, delegator, delegations } = await busyAgent();
    await turn(agentId, 'suspend');
    expect(await turn(agentId, 'resume')).toMatchObject({
      status: 202,
      body: { state: 'active', generation: 2, changed: true },
    });
    expect(await running.delegationNow(delegations[0]!.delegationId)).toMatchObject({ state: 'ended' });
    const fresh = await running.delegation(agentId, delegator);
    expect(fresh.chain).toContain(`${agentId}:2`);
    expect(await typesOf(agentId)).toContain('agent.agent.resumed.v1');
  });

  it('may be suspended again, which is another revocation', async () => {
    const { agentId, delegator } = await busyAgent();
    for (const act of ['suspend', 'resume']) await turn(agentId, act);
    await running.delegation(agentId, delegator);
    await turn(agentId, 'suspend');
    expect((await running.revocationsOf(agentId)).map(({ chain }) => chain)).toEqual([
      [`${agentId}:1`],
      [`${agentId}:2`],
    ]);
  });

  it('and was not suspended stays as it is', async () => {
    const { agentId } = await running.agent();
    expect(await turn(agentId, 'resume')).toMatchObject({ body: { generation: 1, changed: false } });
  });
});

describe('an agent that is retired', () => {
  it('is stopped like one that is suspended, and stays so', async () => {
    const { agentId, tasks } = await busyAgent();
    expect(await turn(agentId, 'retire')).toMatchObject({ status: 202, body: { state: 'retired' } });
    expect(await running.task(tasks[0]!)).toMatchObject({ endReason: 'agent-retired' });
    for (const act of ['resume', 'suspend']) expect(await turn(agentId, act)).toMatchObject({ status: 409 });
    expect(await states(agentId)).toMatchObject({ body: { state: 'retired' } });
  });

  it('after it was suspended is denied already', async () => {
    const { agentId } = await busyAgent();
    await turn(agentId, 'suspend');
    expect(await turn(agentId, 'retire')).toMatchObject({ body: { state: 'retired', changed: true } });
    expect(await running.revocationsOf(agentId)).toHaveLength(1);
  });
});

describe('what stops no agent', () => {
  const nobody = 'agt_00000000-0000-7000-8000-000000000001';
  it.each([
    { name: 'no reason', body: {}, pointer: '/reason' },
    { name: 'an empty reason', body: { reason: ' ' }, pointer: '/reason' },
    { name: 'an unknown field', body: { reason, force: true }, pointer: '/force' },
  ])('$name is a problem that says where', async ({ body, pointer }) => {
    const answer = await turn(nobody, 'suspend', body);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  it.each(['suspend', 'resume', 'retire'])('%s of one that there is not is a 404', async (act) =>
    expect(await turn(nobody, act)).toMatchObject({ status: 404 }),
  );

  it('an auditor is a 403', async () => {
    const answer = await running.call('POST', `/agents/${nobody}/suspend`, {
      as: ['auditor'],
      body: { reason },
    });
    expect(answer).toMatchObject({ status: 403 });
  });
});
