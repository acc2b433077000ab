import { until } from '@trivium/testing';
import { somebody, startAgentRoad } from '../testing/running-agent.contract.js';

const day = 86_400;
const running = await startAgentRoad();
afterAll(() => running.stop());

const claimsOf = (assertion: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(assertion.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

describe('a delegation', () => {
  it('is answered with what the agent exchanges, bound to the agent’s own keys', async () => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined(somebody(), 3)];
    const granted = await running.delegation(agentId, personId);
    expect(granted).toMatchObject({
      depth: 1,
      state: 'active',
      chain: [`${personId}:3`, `${agentId}:1`, `${granted.delegationId}:1`],
    });
    expect(claimsOf(granted.assertion)).toMatchObject({
      ...{ iss: 'trivium:agent', aud: 'trivium:decision', sub: personId, jti: granted.delegationId },
      ...{ may_act: { sub: agentId }, trv_chain: granted.chain, authorization_details: granted.details },
      agent_jwks: { keys: [{ kty: 'OKP' }] },
    });
  });

  it('only shrinks on its way down', async () => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    const top = await running.delegation(agentId, personId);
    const below = (over: object) =>
      running.delegate(agentId, personId, { parentDelegationId: top.delegationId, expiresIn: 600, ...over });
    expect(await below({})).toMatchObject({ status: 201, body: { depth: 2 } });
    const narrower = [running.detail('~orders:*')];
    expect(await below({ authorizationDetails: narrower })).toMatchObject({ status: 201 });
    const wider = [running.detail('+@read', '+@write')];
    expect(await below({ authorizationDetails: wider })).toMatchObject({
      status: 422,
      body: { code: 'ERR_SCOPE_EXCEEDS_DELEGATOR' },
    });
    expect(await below({ expiresIn: 3_601 })).toMatchObject({
      status: 422,
      body: { code: 'ERR_OUTLIVES_PARENT' },
    });
  });

  it('goes as deep as the model says and no deeper', async () => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    let above = await running.delegation(agentId, personId);
    for (const depth of [2, 3, 4]) {
      above = await running.delegation(agentId, personId, { parentDelegationId: above.delegationId });
      expect(above.depth).toBe(depth);
    }
    const tooDeep = await running.delegate(agentId, personId, { parentDelegationId: above.delegationId });
    expect(tooDeep).toMatchObject({ status: 422, body: { code: 'ERR_TOO_DEEP' } });
  });

  const over = { status: 409, code: 'ERR_PARENT_ENDED' };
  it.each([
    {
      name: 'for longer than the model permits',
      wish: { expiresIn: 31 * day },
      status: 422,
      code: 'ERR_TTL_TOO_LONG',
    },
    {
      name: 'until yesterday',
      wish: { expiresIn: undefined, expiresAt: '2020-01-01T00:00:00Z' },
      status: 422,
      code: 'ERR_EXPIRED',
    },
    {
      name: 'below one that there is not',
      wish: { parentDelegationId: 'dlg_00000000-0000-7000-8000-000000000001' },
      ...over,
    },
    {
      name: 'to an agent that there is not',
      wish: { agentId: 'agt_00000000-0000-7000-8000-000000000001' },
      status: 404,
      code: 'ERR_UNKNOWN_AGENT',
    },
    {
      name: 'of somebody nobody has heard of',
      wish: { delegatorId: somebody() },
      status: 404,
      code: 'ERR_UNKNOWN_DELEGATOR',
    },
  ])('$name is refused', async ({ wish, status, code }) => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    expect(await running.delegate(agentId, personId, wish)).toMatchObject({ status, body: { code } });
  });

  it('of another person is nothing to build on', async () => {
    const [{ agentId }, mine, theirs] = [
      await running.agent(),
      await running.joined(),
      await running.joined(),
    ];
    const { delegationId } = await running.delegation(agentId, theirs);
    const answer = await running.delegate(agentId, mine, { parentDelegationId: delegationId });
    expect(answer).toMatchObject({ status: 409, body: { code: 'ERR_PARENT_ENDED' } });
  });

  it('that is withdrawn takes everything below it along, once', async () => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    const top = await running.delegation(agentId, personId);
    const below = await running.delegation(agentId, personId, { parentDelegationId: top.delegationId });
    const taskId = await running.started(below);
    const withdraw = () => running.call('DELETE', `/delegations/${top.delegationId}`, { as: ['owner'] });
    expect(await withdraw()).toMatchObject({ status: 202, body: { ended: true } });
    expect(await withdraw()).toMatchObject({ status: 202, body: { ended: false } });
    for (const id of [top.delegationId, below.delegationId]) {
      expect(await running.delegationNow(id)).toMatchObject({ state: 'ended' });
      expect(await running.denied(id)).toBe(true);
    }
    expect(await running.task(taskId)).toMatchObject({ state: 'ended', endReason: 'withdrawn' });
    expect(await running.revocationsOf(top.delegationId)).toHaveLength(1);
    const ended = (await running.said(top.delegationId)).filter(
      ({ data }) => (data as { action?: string }).action === 'delegation.ended',
    );
    expect(ended).toMatchObject([
      { data: { reason: 'withdrawn', detail: { delegationsBelow: 1, tasks: 1 } } },
    ]);
    const late = await running.delegate(agentId, personId, { parentDelegationId: top.delegationId });
    expect(late).toMatchObject({ status: 409, body: { code: 'ERR_PARENT_ENDED' } });
  });

  it('expires by itself, and its tasks with it', async () => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    const granted = await running.delegation(agentId, personId, { expiresIn: 120 });
    const taskId = await running.started(granted);
    running.clock.advance(119_000);
    expect(await running.delegationNow(granted.delegationId)).toMatchObject({ state: 'active' });
    running.clock.advance(1_000);
    await until(async () => (await running.delegationNow(granted.delegationId)).state === 'ended');
    expect(await running.task(taskId)).toMatchObject({ state: 'ended', endReason: 'expired' });
  });
});

describe('a delegator who left', () => {
  it('ends every delegation at once, whatever its depth, however often it is told', async () => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    const [one, other] = [
      await running.delegation(agentId, personId),
      await running.delegation(agentId, personId),
    ];
    const below = await running.delegation(agentId, personId, { parentDelegationId: one.delegationId });
    const taskId = await running.started(below);
    await running.left(personId, 1, 3);
    for (const { delegationId } of [one, other, below])
      expect(await running.delegationNow(delegationId)).toMatchObject({ state: 'ended' });
    expect(await running.task(taskId)).toMatchObject({ endReason: 'delegator-left' });
    expect(await running.revocationsOf(one.delegationId)).toMatchObject([{ reason: 'delegator-left' }]);
    expect(await running.delegate(agentId, personId)).toMatchObject({
      status: 409,
      body: { code: 'ERR_DELEGATOR_LEFT' },
    });
  });

  it('and is hired again keeps what is new when the old news comes late', async () => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    const old = await running.delegation(agentId, personId);
    await running.joined(personId, 2);
    const fresh = await running.delegation(agentId, personId);
    await running.left(personId, 1);
    expect(await running.delegationNow(old.delegationId)).toMatchObject({ state: 'ended' });
    expect(await running.delegationNow(fresh.delegationId)).toMatchObject({ state: 'active' });
  });

  it('is not brought back by an old hire', async () => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    await running.left(personId, 2);
    await running.joined(personId, 2);
    expect(await running.delegate(agentId, personId)).toMatchObject({ status: 409 });
  });
});

describe('what is no wish to delegate', () => {
  const detail = { type: 'trivium_access', target: 'cache', actions: ['+@read'] };
  it.each([
    { name: 'an unknown field', over: { admin: true }, pointer: '/admin' },
    { name: 'an agent that is none', over: { agentId: 'clerk' }, pointer: '/agentId' },
    { name: 'a team as delegator', over: { delegatorId: 'team' }, pointer: '/delegatorId' },
    { name: 'no details', over: { authorizationDetails: [] }, pointer: '/authorizationDetails' },
    {
      name: 'details of another type',
      over: { authorizationDetails: [{ ...detail, type: 'x' }] },
      pointer: '/authorizationDetails/0/type',
    },
    {
      name: 'details with more in them',
      over: { authorizationDetails: [{ ...detail, all: true }] },
      pointer: '/authorizationDetails/0/all',
    },
    {
      name: 'a target that is none',
      over: { authorizationDetails: [detail, { ...detail, target: 'moon' }] },
      pointer: '/authorizationDetails/1/target',
    },
    { name: 'no end', over: { expiresIn: undefined }, pointer: '/expiresIn' },
    { name: 'two ends', over: { expiresAt: '2031-01-01T00:00:00Z' }, pointer: '/expiresIn' },
    { name: 'an end of 1e300 seconds', over: { expiresIn: 1e300 }, pointer: '/expiresIn' },
    {
      name: 'an end in thousands of years',
      over: { expiresIn: Number.MAX_SAFE_INTEGER },
      pointer: '/expiresIn',
    },
    { name: 'no purpose', over: { purpose: ' ' }, pointer: '/purpose' },
  ])('$name is a problem that says where', async ({ over, pointer }) => {
    const [{ agentId }, personId] = [await running.agent(), await running.joined()];
    const answer = await running.delegate(agentId, personId, over);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  const unknown = '/delegations/dlg_00000000-0000-7000-8000-000000000001';
  it.each([
    { name: 'nobody’s', method: 'POST', path: '/delegations', status: 401 },
    { name: 'an auditor’s', method: 'POST', path: '/delegations', as: ['auditor'] as const, status: 403 },
    {
      name: 'one that there is not, looked for',
      method: 'GET',
      path: unknown,
      as: ['owner'] as const,
      status: 404,
    },
    {
      name: 'one that there is not, withdrawn',
      method: 'DELETE',
      path: unknown,
      as: ['owner'] as const,
      status: 404,
    },
    {
      name: 'one of another road',
      method: 'GET',
      path: '/delegations/nhi_00000000-0000-7000-8000-000000000001',
      as: ['owner'] as const,
      status: 400,
    },
  ])('$name is a problem with $status', async ({ method, path, as, status }) =>
    expect(await running.call(method, path, as ? { as } : {})).toMatchObject({
      status,
      type: 'application/problem+json',
    }),
  );
});
