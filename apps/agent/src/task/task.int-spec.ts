import { newTaskId } from '@trivium/identity';
import { until } from '@trivium/testing';
import { RecordTask } from './record-task.js';
import { startAgentRoad, type Granted } from '../testing/running-agent.contract.js';

const running = await startAgentRoad();
afterAll(() => running.stop());

async function delegated() {
  const [agent, personId] = [await running.agent(), await running.joined()];
  return { agent, granted: await running.delegation(agent.agentId, personId) };
}
const active = (taskId: string) =>
  until(async () => (await running.task(taskId)).accounts.find(({ state }) => state === 'active'));

describe('a task', () => {
  it('that has started has an account for its time, told once however often it is heard of', async () => {
    const { granted } = await delegated();
    const taskId = await running.started(granted, {}, 3);
    const account = await active(taskId);
    expect((await running.task(taskId)).accounts).toHaveLength(1);
    const grants = (await running.said(taskId)).filter(({ type }) => type === 'agent.access.granted.v1');
    expect(grants).toMatchObject([{ data: { chain: [...granted.chain, `${taskId}:1`] } }]);
    expect(account).toMatchObject({ target: 'cache', name: expect.stringMatching(/^t_/) });
  });

  it.each([
    { act: 'complete', reason: 'completed' },
    { act: 'fail', reason: 'failed' },
    { act: 'cancel', reason: 'cancelled' },
  ])('may $act, once, and everything below it ends with it', async ({ act, reason }) => {
    const { granted } = await delegated();
    const taskId = await running.started(granted);
    const child = await running.started(granted, { parentTaskId: taskId as never });
    const grandchild = await running.started(granted, { parentTaskId: child as never });
    expect(await running.finish(taskId, act)).toMatchObject({ status: 202, body: { ended: true } });
    expect(await running.finish(taskId, act, {})).toMatchObject({ status: 202, body: { ended: false } });
    for (const one of [taskId, child, grandchild]) {
      expect(await running.task(one)).toMatchObject({ state: 'ended', endReason: reason });
      expect(await running.denied(one)).toBe(true);
    }
    expect(await running.revocationsOf(taskId)).toMatchObject([{ reason: `task-${reason}` }]);
    const ended = (await running.said()).filter(({ data }) => data.taskId === taskId && 'endedAt' in data);
    expect(ended).toMatchObject([{ type: 'agent.task.ended.v1', data: { reason } }]);
  });

  it('may be complete before the road has heard of it', async () => {
    const { granted } = await delegated();
    const taskId = newTaskId();
    const finished = running.finish(taskId, 'complete');
    await running.started(granted, { taskId });
    expect(await finished).toMatchObject({ status: 202, body: { ended: true } });
    expect(await running.task(taskId)).toMatchObject({ state: 'ended', endReason: 'completed' });
  });

  it('that nobody ends expires, and its account is ended', async () => {
    const { granted } = await delegated();
    const taskId = await running.started(granted);
    await active(taskId);
    running.clock.advance(900_000);
    await until(async () => (await running.task(taskId)).state === 'ended');
    await until(async () => (await running.task(taskId)).accounts[0]?.state === 'ended');
    expect(await running.task(taskId)).toMatchObject({ endReason: 'expired' });
  });

  it('that is heard of after its delegation ended is over from the start', async () => {
    const { granted } = await delegated();
    await running.call('DELETE', `/delegations/${granted.delegationId}`, { as: ['owner'] });
    const taskId = await running.started(granted);
    expect(await running.task(taskId)).toMatchObject({ state: 'ended', accounts: [] });
    expect(await running.denied(taskId)).toBe(true);
  });

  it('that is heard of after the task above ended is over from the start', async () => {
    const { granted } = await delegated();
    const above = await running.started(granted);
    await running.finish(above, 'complete');
    const taskId = await running.started(granted, { parentTaskId: above as never });
    expect(await running.task(taskId)).toMatchObject({ state: 'ended', accounts: [] });
  });

  it('never outlives a delegation that ends while it is being recorded', async () => {
    const { granted } = await delegated();
    const taskId = newTaskId();
    const withdrawn = await whileRecording(granted, taskId, () =>
      running.call('DELETE', `/delegations/${granted.delegationId}`, { as: ['owner'] }),
    );
    expect(withdrawn).toMatchObject({ status: 202, body: { ended: true } });
    expect(await running.task(taskId)).toMatchObject({ state: 'ended' });
  });
});

/** Begins to record a task, lets `act` begin, and commits the task when the act waits for it or is done. */
async function whileRecording<T>(granted: Granted, taskId: string, act: () => Promise<T>): Promise<T> {
  let acting: Promise<T> | undefined;
  await running.inTransaction(async (tx) => {
    const at = running.clock.now();
    const event = {
      ...{ taskId: taskId as never, agentId: granted.agentId, delegationId: granted.delegationId },
      ...{
        delegatorId: granted.delegatorId,
        chain: [...granted.chain, `${taskId}:1`],
        authorizationDetails: [running.detail('+@read')],
      },
      ...{ startedAt: at.toISOString(), expiresAt: new Date(at.getTime() + 900_000).toISOString() },
    };
    await running.app.get(RecordTask).execute(tx, event, 'evt_racing');
    const done = { now: false };
    acting = act().finally(() => (done.now = true));
    await until(async () => {
      const waiting = await running.sql(`SELECT 1 FROM pg_locks WHERE NOT granted`);
      return done.now || waiting.length > 0;
    });
  });
  return acting!;
}

describe('an agent’s proof', () => {
  it.each([{ algorithm: 'EdDSA' as const }, { algorithm: 'ES256' as const }])(
    'by its own $algorithm key ends its own task, and is good once',
    async ({ algorithm }) => {
      const agent = await running.agent(algorithm);
      const granted = await running.delegation(agent.agentId, await running.joined());
      const [taskId, next] = [await running.started(granted), await running.started(granted)];
      const clientAssertion = await running.proof(agent);
      expect(await running.finish(taskId, 'complete', { clientAssertion })).toMatchObject({
        status: 202,
        body: { ended: true },
      });
      expect(await running.said(taskId)).toContainEqual(
        expect.objectContaining({
          type: 'audit.entry.recorded.v1',
          data: expect.objectContaining({
            action: 'access.contained',
            actor: { id: agent.agentId, kind: 'agent' },
          }) as object,
        }),
      );
      const replayed = await running.finish(next, 'complete', { clientAssertion });
      expect(replayed).toMatchObject({ status: 401, body: { code: 'ERR_AGENT_NOT_PROVEN' } });
      expect(await running.task(next)).toMatchObject({ state: 'active' });
    },
  );

  it('stays used for as long as it is valid', async () => {
    const { agent, granted } = await delegated();
    const clientAssertion = await running.proof(agent, {
      exp: Math.floor(running.clock.now().getTime() / 1000) + 500,
    });
    await running.finish(await running.started(granted), 'complete', { clientAssertion });
    running.clock.advance(400_000);
    await running.finish(await running.started(granted), 'complete', {
      clientAssertion: await running.proof(agent),
    });
    const again = await running.finish(await running.started(granted), 'complete', { clientAssertion });
    expect(again).toMatchObject({ status: 401 });
  });

  const now = () => Math.floor(running.clock.now().getTime() / 1000);
  const none = (agentId: string) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: agentId,
      sub: agentId,
      aud: 'trivium:agent',
      jti: 'x',
      iat: now(),
      exp: now() + 60,
    };
    return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
  };
  type Own = Awaited<ReturnType<typeof delegated>>['agent'];
  it.each<{ name: string; proof: (agent: Own) => Promise<string> | string }>([
    {
      name: 'by another key',
      proof: async ({ agentId }) => running.proof({ agentId, key: (await running.agent()).key }),
    },
    { name: 'for another audience', proof: (agent) => running.proof(agent, { aud: 'trivium:decision' }) },
    { name: 'for several', proof: (agent) => running.proof(agent, { aud: [] }) },
    {
      name: 'of another subject',
      proof: (agent) => running.proof(agent, { sub: 'agt_00000000-0000-7000-8000-000000000001' }),
    },
    {
      name: 'of nobody',
      proof: (agent) => running.proof(agent, { iss: 'agt_00000000-0000-7000-8000-000000000001' }),
    },
    { name: 'of an issuer that is no agent', proof: (agent) => running.proof(agent, { iss: 'agt_\u0000' }) },
    {
      name: 'that has expired',
      proof: (agent) => running.proof(agent, { iat: now() - 120, exp: now() - 11 }),
    },
    {
      name: 'from tomorrow',
      proof: (agent) => running.proof(agent, { iat: now() + 86_400, exp: now() + 86_460 }),
    },
    { name: 'that lives too long', proof: (agent) => running.proof(agent, { exp: now() + 601 }) },
    { name: 'without an id', proof: (agent) => running.proof(agent, { jti: undefined }) },
    {
      name: 'that brings its key along',
      proof: (agent) => running.proof(agent, {}, { jwk: { kty: 'OKP' } }),
    },
    { name: 'of another kind', proof: (agent) => running.proof(agent, {}, { typ: 'at+jwt' }) },
    { name: 'signed with nothing', proof: ({ agentId }) => none(agentId) },
    { name: 'that is no token', proof: () => 'proof' },
  ])('$name proves nothing', async ({ proof }) => {
    const { agent, granted } = await delegated();
    const taskId = await running.started(granted);
    const answer = await running.finish(taskId, 'complete', { clientAssertion: await proof(agent) });
    expect(answer).toMatchObject({
      status: 401,
      type: 'application/problem+json',
      body: { code: 'ERR_AGENT_NOT_PROVEN' },
    });
    expect(await running.task(taskId)).toMatchObject({ state: 'active' });
  });

  it('with an id that no database keeps is a proof like any other, once', async () => {
    const { agent, granted } = await delegated();
    const clientAssertion = await running.proof(agent, { jti: 'x\u0000' });
    expect(
      await running.finish(await running.started(granted), 'complete', { clientAssertion }),
    ).toMatchObject({ status: 202 });
    expect(
      await running.finish(await running.started(granted), 'complete', { clientAssertion }),
    ).toMatchObject({ status: 401 });
  });

  it('ends no task of another agent', async () => {
    const [mine, theirs] = [await delegated(), await delegated()];
    const taskId = await running.started(theirs.granted);
    const clientAssertion = await running.proof(mine.agent);
    expect(await running.finish(taskId, 'complete', { clientAssertion })).toMatchObject({ status: 403 });
    expect(await running.task(taskId)).toMatchObject({ state: 'active' });
  });
});

describe('what is no end of a task', () => {
  const unknown = 'tsk_00000000-0000-7000-8000-000000000001';
  it.each([
    { name: 'an unknown task', path: `/tasks/${unknown}/complete`, as: ['owner'] as const, status: 404 },
    {
      name: 'an act that there is not',
      path: `/tasks/${unknown}/pause`,
      as: ['owner'] as const,
      status: 400,
    },
    { name: 'an id that is none', path: '/tasks/7/complete', as: ['owner'] as const, status: 400 },
    {
      name: 'an unknown field',
      path: `/tasks/${unknown}/complete`,
      as: ['owner'] as const,
      body: { force: true },
      status: 400,
    },
    {
      name: 'a proof that is a number',
      path: `/tasks/${unknown}/complete`,
      as: ['owner'] as const,
      body: { clientAssertion: 7 },
      status: 400,
    },
    {
      name: 'a proof that is endless',
      path: `/tasks/${unknown}/complete`,
      as: ['owner'] as const,
      body: { clientAssertion: 'x'.repeat(20_000) },
      status: 400,
    },
    { name: 'nobody', path: `/tasks/${unknown}/complete`, status: 401 },
    { name: 'an auditor', path: `/tasks/${unknown}/complete`, as: ['auditor'] as const, status: 403 },
  ])('$name is a problem with $status', async ({ path, as, body, status }) =>
    expect(await running.call('POST', path, { ...(as && { as }), body })).toMatchObject({
      status,
      type: 'application/problem+json',
    }),
  );
});
