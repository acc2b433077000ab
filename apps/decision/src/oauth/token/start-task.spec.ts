import { SigningKey } from '@trivium/credentials';
import { newAgentId, newDelegationId, type Chain } from '@trivium/identity';
import { decodeJwt } from 'jose';
import { issuer, outcomeOf, TokenBench, tokenEndpoint, trustDomain } from '../../testing/token-bench.js';
import { actorOf } from './start-task.js';

const stranger = await SigningKey.generate('EdDSA');
let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));

async function start(
  over: { subjectToken?: string; assertion?: string; clientId?: string; wanted?: object } = {},
) {
  const subjectToken = over.subjectToken ?? (await bench.delegated());
  const assertion = over.assertion ?? (await bench.clientAssertion());
  const client = { assertion, ...(over.clientId && { clientId: over.clientId }) };
  return bench.startTask.execute({ subjectToken, client, wanted: over.wanted ?? {} });
}

describe('a delegation and the key of its agent', () => {
  it('start a task whose credential names the chain down to the task, and who acts', async () => {
    const answer = await start();
    const claims = decodeJwt(answer.access_token);
    const task = bench.store.issued[0]?.task;
    expect(answer).toMatchObject({
      expires_in: 900,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
    expect(claims).toMatchObject({
      sub: bench.person.id,
      client_id: bench.agent.id,
      act: { sub: bench.agent.id },
    });
    expect(claims.trv_chain).toEqual([
      `${bench.person.id}:1`,
      `${bench.agent.id}:1`,
      `${bench.delegation.id}:1`,
      `${task?.taskId}:1`,
    ]);
    expect(task).toMatchObject({
      agentId: bench.agent.id,
      delegationId: bench.delegation.id,
      delegatorId: bench.person.id,
    });
  });

  it('start a task no longer than the delegation', async () => {
    expect(await start({ subjectToken: await bench.delegated({}, 30) })).toMatchObject({ expires_in: 30 });
  });

  it('start one with less than was delegated, never with more', async () => {
    const detail = (...actions: string[]) => ({
      details: [{ type: 'trivium_access', target: 'orders', actions }],
    });
    expect(await start({ wanted: detail('read') })).toMatchObject({
      authorization_details: detail('read').details,
    });
    expect(await outcomeOf(start({ wanted: detail('read', 'drop') }))).toBe('invalid_authorization_details');
  });

  it.each([
    { name: 'the issuer', over: { aud: issuer } },
    { name: 'the token endpoint', over: { aud: tokenEndpoint } },
    { name: 'several audiences', over: { aud: ['https://other.example', issuer] } },
  ])('may address $name', async ({ over }) => {
    expect(await outcomeOf(start({ assertion: await bench.clientAssertion(over) }))).toBe('granted');
  });
});

describe('the agent is not believed', () => {
  it.each([
    { name: 'without an assertion', make: () => Promise.resolve('') },
    { name: 'with the key of someone else', make: () => bench.clientAssertion({}, { by: stranger }) },
    { name: 'when it claims to be another agent', make: () => bench.clientAssertion({ iss: newAgentId() }) },
    { name: 'when issuer and subject differ', make: () => bench.clientAssertion({ sub: newAgentId() }) },
    {
      name: 'when it addresses another server',
      make: () => bench.clientAssertion({ aud: 'https://other.example' }),
    },
    { name: 'with an assertion that is expired', make: () => bench.clientAssertion({}, { expiresIn: -11 }) },
    {
      name: 'with an assertion that lives for a day',
      make: () => bench.clientAssertion({}, { expiresIn: 86_400 }),
    },
    { name: 'with an over-long jti', make: () => bench.clientAssertion({ jti: 'x'.repeat(201) }) },
    { name: 'with a token of another kind', make: () => bench.clientAssertion({}, { typ: 'at+jwt' }) },
  ])('$name', async ({ make }) => {
    const subjectToken = await bench.delegated();
    const act = bench.startTask.execute({ subjectToken, client: { assertion: await make() }, wanted: {} });
    expect(await outcomeOf(act)).toBe('invalid_client');
    expect(bench.store.issued).toEqual([]);
  });

  it('with a client_id that is not its own', async () => {
    expect(await outcomeOf(start({ clientId: newAgentId() }))).toBe('invalid_client');
  });

  it('with an assertion that was used before', async () => {
    const assertion = await bench.clientAssertion();
    expect(await outcomeOf(start({ assertion }))).toBe('granted');
    expect(await outcomeOf(start({ assertion }))).toBe('invalid_client');
    expect(bench.store.issued).toHaveLength(1);
  });

  it('but may use an assertion again after a failure of ours', async () => {
    const assertion = await bench.clientAssertion();
    bench.store.beforeCommit = () => {
      throw new Error('the database does not answer');
    };
    await expect(start({ assertion })).rejects.toThrow('does not answer');
    bench.store.beforeCommit = () => {};
    expect(await outcomeOf(start({ assertion }))).toBe('granted');
  });
});

describe('an agent that is known by its workload identity', () => {
  const identity = { sub: `${trustDomain}/agent/reconciler` };
  const registerAgent = async () => {
    const client = { federated: { issuer: trustDomain, claims: identity }, expires_at: 4_000_000_000 };
    const statement = bench.assertion('agent', [bench.agent], { client }, { typ: 'trv-client+jwt' });
    await bench.registerClient.execute(await statement);
  };
  const startWith = async (over: object = {}) =>
    bench.startTask.execute({
      subjectToken: await bench.delegated(),
      actor: { kind: 'identity', token: await bench.foreign(trustDomain, { ...identity, ...over }) },
      client: {},
      wanted: {},
    });

  it('starts its task with a JWT-SVID as the actor token, and with its own key too', async () => {
    await registerAgent();
    const { access_token } = await startWith();
    expect(decodeJwt(access_token)).toMatchObject({ sub: bench.person.id, act: { sub: bench.agent.id } });
    const actor = { kind: 'identity' as const, token: await bench.clientAssertion() };
    const request = { subjectToken: await bench.delegated(), actor, client: {}, wanted: {} };
    expect(await outcomeOf(bench.startTask.execute(request))).toBe('granted');
  });

  it('starts none when its road does not know that identity, or has ended it', async () => {
    expect(await outcomeOf(startWith())).toBe('invalid_client');
    await registerAgent();
    expect(await outcomeOf(startWith({ sub: `${trustDomain}/agent/other` }))).toBe('invalid_client');
    bench.chains.deny(bench.agent);
    expect(await outcomeOf(startWith())).toBe('invalid_client');
  });

  it('starts none with a token that it holds', async () => {
    const actor = { kind: 'access_token' as const, token: await bench.clientToken() };
    const request = { subjectToken: await bench.delegated(), actor, client: {}, wanted: {} };
    expect(await outcomeOf(bench.startTask.execute(request))).toBe('invalid_request');
  });
});

describe('a task is refused', () => {
  it.each([
    { name: 'to an assertion that delegates to nobody', make: () => bench.ofPerson() },
    {
      name: 'to a delegation that no person gave',
      make: () =>
        bench.delegated({
          sub: bench.agent.id,
          trv_chain: [`${bench.agent.id}:1`, `${bench.delegation.id}:1`],
        }),
    },
    { name: 'to a chain without room', make: () => bench.delegated({ trv_chain: fullChain() }) },
    { name: 'to an expired delegation', make: () => bench.delegated({}, -11) },
    { name: 'to an access token in place of a delegation', make: () => bench.personToken() },
  ])('$name', async ({ make }) => {
    const subjectToken = await make();
    expect(await outcomeOf(start({ subjectToken }))).toBe('invalid_request');
    expect(bench.store.issued.some(({ task }) => task)).toBe(false);
  });

  it.each(['person', 'agent', 'delegation'] as const)('after the %s was contained', async (link) => {
    bench.chains.deny(bench[link]);
    expect(await outcomeOf(start())).toBe('invalid_request');
    expect(bench.store.issued).toEqual([]);
  });

  it('while the markers cannot be read', async () => {
    bench.chains.fault = 'unreachable';
    expect(await outcomeOf(start())).toBe('temporarily_unavailable');
  });

  it('when the person is contained between the commit and the answer, and the token would be dead anyway', async () => {
    let token = '';
    const sign = bench.signer.sign.bind(bench.signer);
    bench.signer.sign = async (...args) => {
      const signed = await sign(...args);
      token = signed.text;
      return signed;
    };
    bench.store.beforeCommit = () => bench.chains.deny(bench.person);
    expect(await outcomeOf(start())).toBe('invalid_request');
    expect((await bench.introspect.execute(token)).outcome).toBe('inactive');
  });
});

function fullChain(): string[] {
  const more = Array.from({ length: 13 }, () => `${newDelegationId()}:1`);
  return [`${bench.person.id}:1`, `${bench.agent.id}:1`, ...more, `${bench.delegation.id}:1`];
}

it('the actor nests those who delegated to it', () => {
  const [outer, inner] = [newAgentId(), newAgentId()];
  const chain: Chain = [
    bench.person,
    ...[outer, newDelegationId(), inner, newDelegationId()].map((id) => ({ id, generation: 1 })),
  ];
  const assertion = {
    road: 'agent' as const,
    id: '',
    subject: bench.person.id,
    chain,
    scope: [],
    details: [],
    expiresAt: 0,
  };
  expect(actorOf(assertion, inner)).toEqual({ sub: inner, act: { sub: outer } });
});
