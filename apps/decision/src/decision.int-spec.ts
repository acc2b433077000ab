import { kafkaClient, kafkaProducer, toEvent, toKafkaMessage } from '@trivium/bus';
import {
  deadTopic,
  retryTopic,
  topics,
  workforceAccessEndedV1,
  workforceAccessGrantedV1,
} from '@trivium/contracts';
import { generatePassword, sha256Hex, SigningKey } from '@trivium/credentials';
import {
  formatLink,
  newAgentId,
  newDelegationId,
  newNhiId,
  personIdFor,
  roads,
  type Chain,
  type Road,
} from '@trivium/identity';
import { migrate, provisionSchema, serviceUrl } from '@trivium/persistence';
import { completeKey, markerKey } from '@trivium/revocation';
import { bootstrap, readConfig } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { startOwnValkey, testKafka, testPostgres, until } from '@trivium/testing';
import Fastify from 'fastify';
import { Redis } from 'ioredis';
import { decodeJwt } from 'jose';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrations } from '../migrations/index.js';
import { decisionSettings } from './decision.config.js';
import { DecisionModule } from './decision.module.js';
import { grantTypes, tokenTypes } from './oauth/token/token-request.js';

type Json = Record<string, unknown>;
const secret = generatePassword().reveal();
const caller = { authorization: `Basic ${Buffer.from(`tools:${secret}`).toString('base64')}` };
const person = { id: personIdFor('hr', '1001'), generation: 1 };
const agent = { id: newAgentId(), generation: 1 };
const delegation = { id: newDelegationId(), generation: 1 };
const keys: Record<Road, SigningKey> = {
  workforce: await SigningKey.generate('EdDSA'),
  workload: await SigningKey.generate('EdDSA'),
  agent: await SigningKey.generate('EdDSA'),
};
const agentKey = await SigningKey.generate('EdDSA');

const jwks = Fastify();
for (const road of roads) jwks.get(`/${road}`, () => ({ keys: [keys[road].publicJwk] }));
const jwksUrl = await jwks.listen({ port: 0, host: '127.0.0.1' });
const [valkey, database, broker] = [await startOwnValkey(), await testPostgres(), testKafka()];
const markers = new Redis(valkey.url, { maxRetriesPerRequest: null });
markers.on('error', () => {});
const kafkaSettings = {
  KAFKA_USERNAME: broker.admin.username,
  KAFKA_PASSWORD: broker.admin.password,
  TRIVIUM_KAFKA_TLS: false,
};
const kafka = kafkaClient('decision', { ...kafkaSettings, KAFKA_BROKERS: broker.brokers.split(',') });

async function start() {
  const role = { service: 'decision', password: generatePassword().reveal() };
  await provisionSchema(database.adminUrl, role);
  await migrate(database.adminUrl, 'decision', migrations);
  const config = readConfig(decisionSettings, {
    KAFKA_BROKERS: broker.brokers,
    KAFKA_USERNAME: broker.admin.username,
    KAFKA_PASSWORD: broker.admin.password,
    DATABASE_URL: serviceUrl(database.adminUrl, role),
    VALKEY_URL: valkey.url,
    TRIVIUM_PORT: '0',
    TRIVIUM_LOG_LEVEL: 'fatal',
    TRIVIUM_ISSUER: 'https://trivium.example/',
    TRIVIUM_GATEWAY_JWKS_URL: `${jwksUrl}/gateway`,
    TRIVIUM_ROAD_JWKS_URLS: roads.map((road) => `${road}=${jwksUrl}/${road}`).join(','),
    TRIVIUM_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TRIVIUM_GOVERNANCE_DIR: 'governance',
    TRIVIUM_API_CLIENTS: `tools:${sha256Hex(secret)}`,
    TRIVIUM_MARKER_TIMEOUT_MS: '500',
  });
  return bootstrap({
    service: 'decision',
    module: DecisionModule.for(config),
    config,
    strategies: (app) => [app.get(TRANSPORT)],
  });
}

async function createTopics(): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const wanted = [...Object.values(topics), retryTopic('decision'), deadTopic('decision')];
  await admin.createTopics({ topics: wanted.map((topic) => ({ topic, numPartitions: 1 })) });
  await admin.disconnect();
}

let app: Awaited<ReturnType<typeof start>>;
let url: string;

beforeAll(async () => {
  await createTopics();
  app = await start();
  url = await app.getUrl();
  await complete();
});

afterAll(async () => {
  await app.close();
  markers.disconnect();
  await Promise.all([valkey.stop(), jwks.close()]);
  await database.drop();
});

async function complete(): Promise<void> {
  const runId = /^run_id:(\w+)/m.exec(await markers.info('server'))?.[1] ?? '';
  for (const road of roads) await markers.set(completeKey(road), runId);
}

async function post(
  path: string,
  body: Json | URLSearchParams | string,
  headers: Record<string, string> = {},
) {
  const isForm = body instanceof URLSearchParams;
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  const text = isForm || typeof body === 'string' ? String(body) : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: text,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
}
const tokenRequest = (fields: Record<string, string>) => post('/oauth/token', new URLSearchParams(fields));
const introspect = async (token: string, headers: Record<string, string> = caller) =>
  (await post('/oauth/introspect', new URLSearchParams({ token }), headers)).body;

function assertion(road: Road, chain: Chain, over: Json = {}): Promise<string> {
  const claims = {
    iss: `trivium:${road}`,
    aud: 'trivium:decision',
    sub: chain[0]?.id ?? '',
    trv_chain: chain.map(formatLink),
    ...over,
  };
  return keys[road].signJwt(claims, { typ: 'trv-grant+jwt', now: new Date(), expiresIn: 600 });
}

async function personToken(who = person): Promise<string> {
  const { body } = await tokenRequest({
    grant_type: grantTypes.jwtBearer,
    assertion: await assertion('workforce', [who]),
  });
  return String(body.access_token);
}

async function taskRequest(clientAssertion?: string) {
  const delegated = {
    jti: delegation.id,
    may_act: { sub: agent.id },
    agent_jwks: { keys: [agentKey.publicJwk] },
  };
  const claims = { iss: agent.id, sub: agent.id, aud: 'https://trivium.example/oauth/token' };
  return {
    grant_type: grantTypes.tokenExchange,
    subject_token: await assertion('agent', [person, agent, delegation], delegated),
    subject_token_type: tokenTypes.jwt,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion:
      clientAssertion ?? (await agentKey.signJwt(claims, { typ: 'JWT', now: new Date(), expiresIn: 60 })),
  };
}

async function onDatabase<Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.adminUrl, options: '-c search_path=decision' });
  await client.connect();
  try {
    return (await client.query<Row>(sql, params)).rows;
  } finally {
    await client.end();
  }
}

describe('a token', () => {
  it('is issued for an assertion, introspected, and dead from the write of a marker on', async () => {
    const leaver = { id: personIdFor('hr', 'leaver'), generation: 1 };
    const token = await personToken(leaver);
    const derived = (
      await tokenRequest({
        grant_type: grantTypes.tokenExchange,
        subject_token: token,
        subject_token_type: tokenTypes.accessToken,
      })
    ).body;
    for (const one of [token, String(derived.access_token)])
      expect(await introspect(one)).toMatchObject({ active: true, sub: leaver.id });
    await markers.set(markerKey(leaver.id), '1');
    for (const one of [token, String(derived.access_token)])
      expect(await introspect(one)).toEqual({ active: false });
    const again = await tokenRequest({
      grant_type: grantTypes.jwtBearer,
      assertion: await assertion('workforce', [leaver]),
    });
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant', trv_reason: 'contained' } });
  });

  it('of a task is announced to the agent road in the transaction that remembers it', async () => {
    const { status, headers, body } = await tokenRequest(await taskRequest());
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 600,
      issued_token_type: tokenTypes.accessToken,
    });
    const { jti, trv_chain } = decodeJwt(String(body.access_token));
    const rows = await onDatabase('SELECT kind, subject_id FROM issued_token WHERE token_id = $1', [jti]);
    expect(rows).toEqual([{ kind: 'task', subject_id: person.id }]);
    const task = (trv_chain as string[]).at(-1)?.split(':')[0] ?? 'no task';
    expect(await wasAnnounced(task)).toBe(true);
  });

  it('is given once for a client assertion, to one of many who try at once', async () => {
    const request = await taskRequest();
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => (await tokenRequest(request)).status),
    );
    expect(statuses.toSorted()).toEqual([200, ...Array<number>(7).fill(401)]);
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
    expect(await tokenRequest(fields as Record<string, string>)).toMatchObject(want);
  });

  it('is refused by the status of HTTP when the body is too large or of another kind', async () => {
    expect((await post('/oauth/token', new URLSearchParams({ a: 'x'.repeat(2_000_000) }))).status).toBe(413);
    expect((await post('/oauth/token', '<xml/>', { 'content-type': 'application/xml' })).status).toBe(415);
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
    const answer = await post(
      '/oauth/introspect',
      new URLSearchParams({ token: 'x' }),
      headers as Record<string, string>,
    );
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /);
  });

  it('asks for a token', async () => {
    expect(await post('/oauth/introspect', new URLSearchParams(), caller)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });
});

describe('an evaluation', () => {
  const employee = { id: personIdFor('hr', 'employee'), generation: 1 };
  const question = {
    subject: { type: 'person', id: employee.id },
    action: { name: 'read' },
    resource: { type: 'table', id: 'orders' },
  };
  const ask = (body: Json = question) =>
    post('/access/v1/evaluation', body, { ...caller, 'x-request-id': 'r-1' });

  it('permits what a road granted, and no more once the person is contained or the grant is over', async () => {
    const chain = [formatLink(employee)];
    const permission = { action: 'read', resource: question.resource };
    await tell(workforceAccessGrantedV1, {
      grantId: 'g-1',
      subjectId: employee.id,
      chain,
      permission,
      grantedAt: new Date().toISOString(),
    });
    await until(async () => (await ask()).body.decision === true);
    const { headers, body } = await ask();
    expect(headers.get('x-request-id')).toBe('r-1');
    expect(body.context).toMatchObject({
      reason: 'granted',
      fail_mode: 'strict',
      policy_version: expect.stringContaining('+') as string,
    });
    expect((await ask({ ...question, action: { name: 'write' } })).body).toMatchObject({
      decision: false,
      context: { reason: 'no_grant' },
    });
    await markers.set(markerKey(employee.id), '1');
    expect((await ask()).body).toMatchObject({ decision: false, context: { reason: 'contained' } });
    await markers.del(markerKey(employee.id));
    await tell(workforceAccessEndedV1, {
      grantId: 'g-1',
      subjectId: employee.id,
      endedAt: new Date().toISOString(),
    });
    await until(async () => (await ask()).body.decision === false);
  });

  it.each([
    {
      name: 'without a subject',
      body: { action: { name: 'a' }, resource: { type: 't', id: 'i' } },
      status: 400,
    },
    { name: 'with a subject of the wrong shape', body: { ...question, subject: 'me' }, status: 400 },
    {
      name: 'with a nested context',
      body: { ...question, context: JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as Json },
      status: 400,
    },
  ])('$name is refused as a problem', async ({ body, status }) => {
    const answer = await ask(body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  });

  it('is closed to strangers', async () => {
    const answer = await post('/access/v1/evaluation', question);
    expect([answer.status, answer.headers.get('www-authenticate')?.slice(0, 5)]).toEqual([401, 'Basic']);
  });
});

describe('the service', () => {
  it('says where everything is and with which key it signs', async () => {
    const metadata = (await (await fetch(`${url}/.well-known/oauth-authorization-server`)).json()) as Json;
    expect(metadata).toMatchObject({
      issuer: 'https://trivium.example',
      token_endpoint: 'https://trivium.example/oauth/token',
    });
    const published = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: Json[] };
    expect(published.keys).toEqual([expect.objectContaining({ alg: 'ES256', use: 'sig', kty: 'EC' })]);
    expect(Object.keys(published.keys[0] ?? {})).not.toContain('d');
  });

  it('is not ready, and calls nothing active, while markers are missing or their server is gone', async () => {
    const token = await personToken();
    await until(async () => (await fetch(`${url}/health/ready`)).status === 200);
    await markers.flushall();
    expect(await introspect(token)).toEqual({ active: false });
    const report = await until(async () => {
      const answer = await fetch(`${url}/health/ready`);
      return answer.status === 503 && ((await answer.json()) as { checks: Record<string, Json> });
    });
    expect(report.checks['markers of agent']).toMatchObject({ status: 'down' });
    await valkey.kill();
    expect(await introspect(token)).toEqual({ active: false });
    const refused = await tokenRequest({
      grant_type: grantTypes.jwtBearer,
      assertion: await assertion('workforce', [person]),
    });
    expect(refused).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    await valkey.restart();
    await complete();
    await until(async () => (await introspect(token)).active === true);
  });

  it('keeps an NHI alive whatever becomes of any person', async () => {
    const nhi = { id: newNhiId(), generation: 1 };
    const { body } = await tokenRequest({
      grant_type: grantTypes.jwtBearer,
      assertion: await assertion('workload', [nhi]),
    });
    await markers.set(markerKey(person.id), '1');
    expect(await introspect(String(body.access_token))).toMatchObject({ active: true, sub: nhi.id });
    await markers.del(markerKey(person.id));
  });
});

async function tell(definition: Parameters<typeof toEvent>[0], data: Json): Promise<void> {
  const event = toEvent(definition, data, { source: 'trivium:workforce', time: new Date() });
  const producer = kafkaProducer(kafka);
  await producer.connect();
  await producer.send({ topic: event.topic, messages: [toKafkaMessage(event)] });
  await producer.disconnect();
}

/** Whether `agent.task.started` for this task reaches Kafka. */
async function wasAnnounced(task: string): Promise<boolean> {
  const consumer = kafka.consumer({ groupId: broker.unique('spec') });
  const seen: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topics.agentLifecycle], fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void seen.push(message.value?.toString() ?? '') });
  await until(() => seen.some((value) => value.includes(task)));
  await consumer.disconnect();
  return true;
}
