import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startAgentRoad, type KnownAgent } from '../testing/running-agent.contract.js';

const running = await startAgentRoad();
afterAll(() => running.stop());

let agent: KnownAgent;
beforeEach(async () => {
  running.takeStatements(true);
  running.statements.splice(0);
  agent = await running.agent();
});

const state = (
  method: 'PUT' | 'DELETE',
  body?: object,
  as: 'owner' | 'auditor' = 'owner',
  id = agent.agentId,
) => running.call(method, `/agents/${id}/client`, { as: [as], ...(body && { body }) });
const stated = () =>
  running.statements.map((statement) => decodeJwt<{ client: Record<string, unknown> }>(statement));
const recorded = async () =>
  (await running.said(agent.agentId))
    .map(({ data }) => data.action)
    .filter((action) => String(action).startsWith('client.'));
const now = () => Math.floor(running.clock.now().getTime() / 1000);

describe('an agent is a client of the token endpoint', () => {
  it('by the keys with which it is registered, for as long as its class permits, and without any right of its own', async () => {
    const { status, body } = await state('PUT', {});
    expect([status, body.clientId]).toEqual([200, agent.agentId]);
    const [said] = stated();
    expect(said).toMatchObject({
      iss: 'trivium:agent',
      sub: agent.agentId,
      trv_chain: [`${agent.agentId}:1`],
      client: {
        jwks: { keys: [expect.objectContaining({ crv: 'Ed25519' })] },
        dpop_bound_access_tokens: false,
        expires_at: Math.floor(new Date(String(body.expiresAt)).getTime() / 1000),
      },
    });
    expect([said?.scope, said?.authorization_details]).toEqual([undefined, undefined]);
    expect(decodeProtectedHeader(running.statements[0] ?? '').typ).toBe('trv-client+jwt');
    expect(await recorded()).toEqual(['client.registered']);
  });

  it('by what another issuer says about it', async () => {
    const federated = { issuer: 'spiffe://prod.example', claims: { sub: 'spiffe://prod.example/clerk' } };
    await state('PUT', { federated, dpopBound: true, ttl: 600 });
    const [said] = stated();
    expect(said?.client).toEqual({ federated, dpop_bound_access_tokens: true, expires_at: now() + 600 });
  });

  it('until it is ended', async () => {
    await state('PUT', {});
    expect((await state('DELETE')).status).toBe(204);
    const [, last] = stated();
    expect(last?.client.expires_at).toBe(now());
    expect(await recorded()).toEqual(['client.registered', 'client.ended']);
  });

  it('not while the token endpoint does not take it, and then nothing is on the record', async () => {
    running.takeStatements(false);
    for (const method of ['PUT', 'DELETE'] as const)
      expect(await state(method, method === 'PUT' ? {} : undefined)).toMatchObject({
        status: 503,
        body: { code: 'ERR_CLIENT_NOT_REGISTERED' },
      });
    expect(await recorded()).toEqual([]);
  });

  it.each([
    { name: 'for longer than its class permits', body: { ttl: 40_000_000 }, want: { pointer: '/ttl' } },
    {
      name: 'with rights of its own',
      body: { scope: 'admin' },
      want: { pointer: '/scope' },
    },
    {
      name: 'of an issuer without conditions',
      body: { federated: { issuer: 'https://issuer.example', claims: {} } },
      want: { pointer: '/federated' },
    },
  ])('but not $name', async ({ body, want }) => {
    const answer = await state('PUT', body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [expect.objectContaining(want)] } });
    expect(running.statements).toEqual([]);
  });

  it('by the word of its owner or an administrator only, and only if it is there', async () => {
    expect((await state('PUT', {}, 'auditor')).status).toBe(403);
    const nobody = 'agt_00000000-0000-7000-8000-000000000000';
    expect((await state('PUT', {}, 'owner', nobody)).status).toBe(404);
  });
});
