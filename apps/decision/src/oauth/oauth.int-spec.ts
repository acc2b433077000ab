import { topics } from '@trivium/contracts';
import { SigningKey } from '@trivium/credentials';
import { newAgentId, newDelegationId, newNhiId, personIdFor } from '@trivium/identity';
import { markerKey } from '@trivium/revocation';
import { until } from '@trivium/testing';
import { decodeJwt } from 'jose';
import { DpopClient } from '../testing/dpop-client.js';
import { issuer, startDecision, type RunningDecision } from '../testing/running-decision.contract.js';
import { grantTypes, tokenTypes } from './token/token-request.js';

const person = { id: personIdFor('hr', '1001'), generation: 1 };
const agent = { id: newAgentId(), generation: 1 };
const delegation = { id: newDelegationId(), generation: 1 };
const agentKey = await SigningKey.generate('EdDSA');

let decision: RunningDecision;
beforeAll(async () => (decision = await startDecision({ consume: false })));
afterAll(() => decision.stop());

const bearer = (assertion: string) => decision.token({ grant_type: grantTypes.jwtBearer, assertion });
const derive = (token: string) =>
  decision.token({
    grant_type: grantTypes.tokenExchange,
    subject_token: token,
    subject_token_type: tokenTypes.accessToken,
  });

async function taskRequest() {
  const delegated = {
    jti: delegation.id,
    may_act: { sub: agent.id },
    agent_jwks: { keys: [agentKey.publicJwk] },
  };
  const claims = { iss: agent.id, sub: agent.id, aud: `${issuer}/oauth/token` };
  return {
    grant_type: grantTypes.tokenExchange,
    subject_token: await decision.assertion('agent', [person, agent, delegation], delegated),
    subject_token_type: tokenTypes.jwt,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await agentKey.signJwt(claims, { typ: 'JWT', now: new Date(), expiresIn: 60 }),
  };
}

/** Whether `agent.task.started` for this task reaches Kafka. */
async function wasAnnounced(task: string): Promise<boolean> {
  const consumer = decision.kafka.consumer({ groupId: decision.unique('spec') });
  const seen: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topics.agentLifecycle], fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void seen.push(message.value?.toString() ?? '') });
  await until(() => seen.some((value) => value.includes(task)));
  await consumer.disconnect();
  return true;
}

describe('a token', () => {
  it('is issued for an assertion, introspected, and dead from the write of a marker on', async () => {
    const leaver = { id: personIdFor('hr', 'leaver'), generation: 1 };
    const token = await decision.tokenFor('workforce', [leaver]);
    const derived = String((await derive(token)).body.access_token);
    for (const one of [token, derived])
      expect(await decision.introspect(one)).toMatchObject({ active: true, sub: leaver.id });
    await decision.markers.set(markerKey(leaver.id), '1');
    for (const one of [token, derived]) expect(await decision.introspect(one)).toEqual({ active: false });
    expect(await derive(derived)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', trv_reason: 'contained' },
    });
    const again = await bearer(await decision.assertion('workforce', [leaver]));
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant', trv_reason: 'contained' } });
  });

  it('of a task is announced to the agent road in the transaction that remembers it', async () => {
    const { status, headers, body } = await decision.token(await taskRequest());
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 600,
      issued_token_type: tokenTypes.accessToken,
    });
    const { jti, trv_chain } = decodeJwt(String(body.access_token));
    const rows = await decision.query('SELECT kind, subject_id FROM issued_token WHERE token_id = $1', [jti]);
    expect(rows).toEqual([{ kind: 'task', subject_id: person.id }]);
    expect(await wasAnnounced((trv_chain as string[]).at(-1)?.split(':')[0] ?? 'no task')).toBe(true);
  });

  it('is given once for a client assertion, to one of many who try at once', async () => {
    const request = await taskRequest();
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => (await decision.token(request)).status),
    );
    expect(statuses.toSorted()).toEqual([200, ...Array<number>(7).fill(401)]);
  });

  it('is kept nowhere', async () => {
    const token = await decision.tokenFor('workforce', [person]);
    const tables = ['issued_token', 'outbox', 'used_client_assertion'];
    for (const table of tables)
      expect(JSON.stringify(await decision.query(`SELECT * FROM ${table}`))).not.toContain(
        token.split('.')[2],
      );
  });

  it('never passes for active while a containment races with its issuance', async () => {
    for (let round = 0; round < 20; round += 1) {
      const leaver = { id: personIdFor('hr', `racer-${round}`), generation: 1 };
      const assertion = await decision.assertion('workforce', [leaver]);
      const [answers] = await Promise.all([
        Promise.all(Array.from({ length: 4 }, () => bearer(assertion))),
        decision.markers.set(markerKey(leaver.id), '1'),
      ]);
      const issued = answers
        .map(({ body }) => body.access_token)
        .filter((token) => typeof token === 'string');
      for (const token of issued) expect(await decision.introspect(token)).toEqual({ active: false });
    }
  });

  it('of an NHI lives whatever becomes of any person', async () => {
    const nhi = { id: newNhiId(), generation: 1 };
    const token = await decision.tokenFor('workload', [nhi]);
    await decision.markers.set(markerKey(person.id), '1');
    expect(await decision.introspect(token)).toMatchObject({ active: true, sub: nhi.id });
    await decision.markers.del(markerKey(person.id));
  });

  it.each([
    { name: 'without a grant type', fields: {}, want: { status: 400, body: { error: 'invalid_request' } } },
    {
      name: 'for a password',
      fields: { grant_type: 'password' },
      want: { status: 400, body: { error: 'unsupported_grant_type' } },
    },
    {
      name: 'for garbage',
      fields: { grant_type: grantTypes.jwtBearer, assertion: 'x' },
      want: { status: 400, body: { error: 'invalid_grant' } },
    },
  ])('is refused $name in the words of OAuth', async ({ fields, want }) => {
    expect(await decision.token(fields as Record<string, string>)).toMatchObject(want);
  });

  it('is refused when it is asked for as JSON, and when a parameter comes twice', async () => {
    const assertion = await decision.assertion('workforce', [person]);
    const fields = { grant_type: grantTypes.jwtBearer, assertion };
    const invalid = { status: 400, body: { error: 'invalid_request' } };
    expect(await decision.post('/oauth/token', fields)).toMatchObject(invalid);
    const twice = new URLSearchParams([...Object.entries(fields), ['grant_type', grantTypes.jwtBearer]]);
    expect(await decision.post('/oauth/token', twice)).toMatchObject(invalid);
  });

  it('is refused without a word about our inside', async () => {
    const { body } = await decision.token({ grant_type: grantTypes.jwtBearer, assertion: 'e30.e30.e30' });
    expect(Object.keys(body).toSorted()).toEqual(['error', 'error_description']);
    expect(JSON.stringify(body)).not.toMatch(/ at |\.ts|\.js|node_modules|Error:/);
  });
});

describe('a token bound to a key', () => {
  it('is given for a proof that was not used before, and introspects with the key', async () => {
    const client = await DpopClient.create();
    const assertion = await decision.assertion('workforce', [person]);
    const form = new URLSearchParams({ grant_type: grantTypes.jwtBearer, assertion });
    const dpop = await client.proof(new Date(), `${issuer}/oauth/token`);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => decision.post('/oauth/token', form, { dpop })),
    );
    const errors = answers.map(({ body }) => body.error).toSorted();
    expect(errors).toEqual([...Array<string>(3).fill('invalid_dpop_proof'), undefined]);
    const token = String(answers.find(({ status }) => status === 200)?.body.access_token);
    expect(await decision.introspect(token)).toMatchObject({
      token_type: 'DPoP',
      cnf: { jkt: client.jkt },
    });
    expect((await derive(token)).body).toMatchObject({ error: 'invalid_dpop_proof' });
  });
});

describe('a revocation', () => {
  const revoke = (fields: Record<string, string>) => post('/oauth/revoke', fields);
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${decision.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });

  it('ends a token and what was derived from it, also after Valkey was flushed', async () => {
    const parent = await decision.tokenFor('workforce', [person]);
    const token = String((await derive(parent)).body.access_token);
    const child = String((await derive(token)).body.access_token);
    const answer = await revoke({ token });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    for (const dead of [token, child]) expect(await decision.introspect(dead)).toEqual({ active: false });
    expect((await derive(child)).body).toMatchObject({ error: 'invalid_request', trv_reason: 'contained' });
    await decision.markers.flushall();
    await decision.complete();
    await until(async () => (await decision.introspect(parent)).active === true);
    for (const dead of [token, child]) expect(await decision.introspect(dead)).toEqual({ active: false });
    const { jti } = decodeJwt(token);
    const rows = await decision.query(
      'SELECT 1 FROM issued_token WHERE token_id = $1 AND revoked_at IS NOT NULL',
      [jti],
    );
    expect(rows).toHaveLength(1);
    const said = await decision.query<{ headers: unknown; value: unknown }>('SELECT * FROM outbox');
    expect(JSON.stringify(said)).not.toContain(token.split('.')[2]);
  });

  it.each([
    { name: 'nothing', fields: {}, want: { error: 'invalid_request' } },
    { name: 'a secret', fields: { token: 'x', client_secret: 's' }, want: { error: 'invalid_client' } },
  ])('is refused with $name in the words of OAuth', async ({ fields, want }) => {
    expect(await (await revoke(fields as Record<string, string>)).json()).toMatchObject(want);
  });

  it('of what is no token is a success', async () => {
    expect((await revoke({ token: 'x', token_type_hint: 'refresh_token' })).status).toBe(200);
  });
});

describe('introspection', () => {
  it.each([
    { name: 'nobody', headers: {} },
    {
      name: 'a wrong secret',
      headers: { authorization: `Basic ${Buffer.from('tools:wrong').toString('base64')}` },
    },
  ])('is closed to $name', async ({ headers }) => {
    const answer = await decision.post(
      '/oauth/introspect',
      new URLSearchParams({ token: 'x' }),
      headers as Record<string, string>,
    );
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('asks for a token', async () => {
    const answer = await decision.post('/oauth/introspect', new URLSearchParams(), decision.caller);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe.each(['/oauth/token', '/oauth/revoke', '/oauth/introspect', '/oauth/register'])('%s', (path) => {
  const form = 'application/x-www-form-urlencoded';
  const error = path === '/oauth/register' ? 'invalid_client_metadata' : 'invalid_request';

  it.each([
    { name: 'JSON of another shape', type: 'application/json', body: '{"a":"x"}', status: 400 },
    { name: 'half a JSON', type: 'application/json', body: '{"token":', status: 400 },
    { name: 'XML', type: 'application/xml', body: '<x/>', status: 415 },
    { name: 'no media type', type: ' ', body: 'token=x', status: 415 },
    { name: 'an empty form', type: form, body: '', status: 400 },
    { name: 'a form of percent signs', type: form, body: '%zz=%&%=%%%', status: 400 },
    { name: 'a huge form', type: form, body: `token=${'x'.repeat(2_000_000)}`, status: 413 },
    {
      name: 'a deep JSON',
      type: 'application/json',
      body: `${'['.repeat(99)}${']'.repeat(99)}`,
      status: 400,
    },
  ])('refuses $name in the words of OAuth', async ({ type, body, status }) => {
    const answer = await decision.post(path, body, { ...decision.caller, 'content-type': type });
    expect(answer).toMatchObject({ status, body: { error, error_description: expect.any(String) } });
    expect(Object.keys(answer.body)).toHaveLength(2);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('the servers of OAuth', () => {
  it('say where everything is and with which key they sign', async () => {
    const get = async (path: string) =>
      (await (await fetch(`${decision.url}${path}`)).json()) as Record<string, unknown>;
    expect(await get('/.well-known/oauth-authorization-server')).toMatchObject({
      issuer,
      token_endpoint: `${issuer}/oauth/token`,
    });
    const { keys } = (await get('/.well-known/jwks.json')) as { keys: object[] };
    expect(keys).toEqual([expect.objectContaining({ alg: 'ES256', use: 'sig', kty: 'EC' })]);
    expect(Object.keys(keys[0] ?? {})).not.toContain('d');
  });
});
