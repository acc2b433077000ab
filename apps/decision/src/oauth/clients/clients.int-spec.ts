import { SigningKey } from '@trivium/credentials';
import { newAgentId, newCredentialId, newNhiId } from '@trivium/identity';
import { markerKey } from '@trivium/revocation';
import { decodeJwt } from 'jose';
import { issuer, startDecision, type RunningDecision } from '../../testing/running-decision.contract.js';

const nhi = { id: newNhiId(), generation: 1 };
const credential = { id: newCredentialId(), generation: 1 };
const key = await SigningKey.generate('ES256');

let decision: RunningDecision;
beforeAll(async () => (decision = await startDecision({ consume: false })));
afterAll(() => decision.stop());

const statement = () =>
  decision.statement('workload', [nhi, credential], { jwks: { keys: [key.publicJwk] } }, { scope: 'read' });
const register = async (software_statement: string) =>
  decision.post('/oauth/register', { software_statement });

async function clientRequest(): Promise<Record<string, string>> {
  return { grant_type: 'client_credentials', ...(await proof()) };
}

async function proof(clientId: string = nhi.id): Promise<Record<string, string>> {
  const claims = { iss: clientId, sub: clientId, aud: issuer };
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await key.signJwt(claims, { typ: 'JWT', now: new Date(), expiresIn: 60 }),
  };
}

it('a workload is registered by its road, asks in its own name, and is out when its credential is contained', async () => {
  expect(await decision.token(await clientRequest())).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
  for (let time = 0; time < 2; time += 1)
    expect(await register(await statement())).toMatchObject({
      status: 201,
      body: { client_id: nhi.id, token_endpoint_auth_method: 'private_key_jwt', scope: 'read' },
    });
  const { status, body } = await decision.token(await clientRequest());
  expect([status, body.scope]).toEqual([200, 'read']);
  const token = String(body.access_token);
  expect(await decision.introspect(token)).toMatchObject({ active: true, client_id: nhi.id, sub: nhi.id });
  await decision.markers.set(markerKey(credential.id), '1');
  expect(await decision.introspect(token)).toEqual({ active: false });
  expect(await decision.token(await clientRequest())).toMatchObject({
    status: 401,
    body: { error: 'invalid_client', trv_reason: 'contained' },
  });
});

it('an assertion of a client is good for one of many who try at once, over all endpoints', async () => {
  const other = { id: newCredentialId(), generation: 1 };
  const chain = [nhi, other];
  await register(await decision.statement('workload', chain, { jwks: { keys: [key.publicJwk] } }));
  const request = await clientRequest();
  const answers = await Promise.all(Array.from({ length: 8 }, () => decision.token(request)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(7).fill(401)]);
});

it('a client introspects as what it is at the token endpoint, and its answer is signed for it', async () => {
  const chain = [nhi, { id: newCredentialId(), generation: 1 }];
  await register(await decision.statement('workload', chain, { jwks: { keys: [key.publicJwk] } }));
  const token = await decision.tokenFor('workload', chain);
  const ask = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    decision.post('/oauth/introspect', new URLSearchParams({ token, ...fields }), headers);
  const proven = await proof();
  expect(await ask(proven)).toMatchObject({ status: 200, body: { active: true, sub: nhi.id } });
  expect(await ask(proven)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  expect(await ask(await proof(), decision.caller)).toMatchObject({
    status: 400,
    body: { error: 'invalid_request' },
  });
  const signed = await fetch(`${decision.url}/oauth/introspect`, {
    method: 'POST',
    headers: { accept: 'application/token-introspection+jwt' },
    body: new URLSearchParams({ token, ...(await proof()) }),
  });
  expect(decodeJwt(await signed.text())).toMatchObject({
    aud: nhi.id,
    token_introspection: { active: true },
  });
});

it('an agent is a client by the word of its road, without a right of its own, until that word is over', async () => {
  const agent = { id: newAgentId(), generation: 1 };
  const jwks = { keys: [key.publicJwk] };
  const ask = async () => decision.token({ grant_type: 'client_credentials', ...(await proof(agent.id)) });
  await register(await decision.statement('agent', [agent], { jwks }));
  const { status, body } = await ask();
  expect([status, body.scope, body.authorization_details]).toEqual([200, undefined, undefined]);
  const client = { jwks, expires_at: Math.floor(Date.now() / 1000) };
  const over = await register(await decision.statement('agent', [agent], {}, { client }));
  expect(over.status).toBe(201);
  expect(await ask()).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
});

it.each([
  { name: 'nothing', body: {}, want: 'invalid_client_metadata' },
  { name: 'no statement', body: { software_statement: 'x' }, want: 'invalid_software_statement' },
])('a registration with $name is refused in the words of OAuth', async ({ body, want }) => {
  expect(await decision.post('/oauth/register', body)).toMatchObject({ status: 400, body: { error: want } });
});

it('an assertion is no statement', async () => {
  const answer = await register(await decision.assertion('workload', [nhi, credential]));
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_software_statement' } });
});
