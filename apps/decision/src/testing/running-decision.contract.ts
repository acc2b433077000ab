import { kafkaClient, kafkaProducer, toEvent, toKafkaMessage } from '@trivium/bus';
import { deadTopic, retryTopic, topics } from '@trivium/contracts';
import { generatePassword, sha256Hex, SigningKey } from '@trivium/credentials';
import { formatLink, roads, type Chain, type Road } from '@trivium/identity';
import { migrate, provisionSchema, serviceUrl } from '@trivium/persistence';
import { completeKey } from '@trivium/revocation';
import { bootstrap, gatewayIssuer, readConfig, type Role } from '@trivium/runtime';
import { TRANSPORT } from '@trivium/service';
import { startOwnValkey, testKafka, testPostgres, until } from '@trivium/testing';
import Fastify from 'fastify';
import { Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrations } from '../../migrations/index.js';
import { decisionSettings } from '../decision.config.js';
import { DecisionModule } from '../decision.module.js';
import { grantTypes } from '../oauth/token/token-request.js';

export type Json = Record<string, unknown>;
export const issuer = 'https://trivium.example';

/** The whole service with its own database and Valkey, and roads that publish keys. `consume` joins the groups: one spec at a time may. */
export async function startDecision({ consume }: { readonly consume: boolean }) {
  const keys: Record<Road, SigningKey> = {
    workforce: await SigningKey.generate('EdDSA'),
    workload: await SigningKey.generate('EdDSA'),
    agent: await SigningKey.generate('EdDSA'),
  };
  const gateway = await SigningKey.generate('EdDSA');
  const jwks = Fastify();
  jwks.get('/gateway', () => ({ keys: [gateway.publicJwk] }));
  for (const road of roads) jwks.get(`/${road}`, () => ({ keys: [keys[road].publicJwk] }));
  const jwksUrl = await jwks.listen({ port: 0, host: '127.0.0.1' });
  const [valkey, database, broker] = [await startOwnValkey(), await testPostgres(), testKafka()];
  const markers = new Redis(valkey.url, { maxRetriesPerRequest: null });
  markers.on('error', () => {});
  const secret = generatePassword().reveal();
  const role = { service: 'decision', password: generatePassword().reveal() };
  await provisionSchema(database.adminUrl, role);
  await migrate(database.adminUrl, 'decision', migrations);
  const access = { KAFKA_USERNAME: broker.admin.username, KAFKA_PASSWORD: broker.admin.password };
  const kafkaConfig = { ...access, KAFKA_BROKERS: broker.brokers.split(','), TRIVIUM_KAFKA_TLS: false };
  const kafka = kafkaClient('decision', kafkaConfig, () => () => {});
  await createTopics(kafka);
  const folder = await mkdtemp(join(tmpdir(), 'trivium-decision-'));
  const config = readConfig(decisionSettings, {
    ...access,
    KAFKA_BROKERS: broker.brokers,
    DATABASE_URL: serviceUrl(database.adminUrl, role),
    VALKEY_URL: valkey.url,
    TRIVIUM_PORT: '0',
    TRIVIUM_LOG_LEVEL: 'fatal',
    TRIVIUM_ISSUER: `${issuer}/`,
    TRIVIUM_GATEWAY_JWKS_URL: `${jwksUrl}/gateway`,
    TRIVIUM_ROAD_JWKS_URLS: roads.map((road) => `${road}=${jwksUrl}/${road}`).join(','),
    TRIVIUM_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TRIVIUM_GOVERNANCE_DIR: 'governance',
    TRIVIUM_API_CLIENTS: `tools:${sha256Hex(secret)}`,
    TRIVIUM_MARKER_TIMEOUT_MS: '500',
    TRIVIUM_DECISION_SPOOL_DIR: join(folder, 'spool'),
  });
  const app = await bootstrap({
    service: 'decision',
    module: DecisionModule.for(config),
    config,
    strategies: (started) => (consume ? [started.get(TRANSPORT)] : []),
  });
  const client = clientOf(await app.getUrl(), secret);

  const running = {
    ...client,
    valkey,
    markers,
    kafka,
    unique: (name: string) => broker.unique(name),

    /** Says for every road that this Valkey has all its markers. */
    async complete(): Promise<void> {
      const runId = /^run_id:(\w+)/m.exec(await markers.info('server'))?.[1] ?? '';
      for (const road of roads) await markers.set(completeKey(road), runId);
    },

    assertion(road: Road, chain: Chain, over: Json = {}): Promise<string> {
      const claims = { iss: `trivium:${road}`, aud: 'trivium:decision', sub: chain[0]?.id ?? '' };
      const all = { ...claims, trv_chain: chain.map(formatLink), ...over };
      return keys[road].signJwt(all, { typ: 'trv-grant+jwt', now: new Date(), expiresIn: 600 });
    },

    /** Headers of a call that the gateway passes on. */
    calledBy(subject: string, ...granted: readonly Role[]): Promise<Record<string, string>> {
      return running.calledFor(subject, subject, ...granted);
    },

    /** Those of somebody's token. */
    async calledFor(
      person: string,
      subject: string,
      ...granted: readonly Role[]
    ): Promise<Record<string, string>> {
      const claims = { iss: gatewayIssuer, aud: 'decision', sub: subject, person, roles: [...granted] };
      const token = await gateway.signJwt(claims, { typ: 'JWT', now: new Date(), expiresIn: 60 });
      return { authorization: `Bearer ${token}` };
    },

    async tokenFor(road: Road, chain: Chain): Promise<string> {
      const assertion = await running.assertion(road, chain);
      const { body } = await client.token({ grant_type: grantTypes.jwtBearer, assertion });
      return String(body.access_token);
    },

    /** A road's word that makes one of its identities a client. */
    statement(road: Road, chain: Chain, client: Json, over: Json = {}): Promise<string> {
      const claims = { iss: `trivium:${road}`, aud: 'trivium:decision', sub: chain[0]?.id ?? '' };
      const expires_at = Math.floor(Date.now() / 1000) + 3_600;
      const all = { ...claims, trv_chain: chain.map(formatLink), client: { ...client, expires_at }, ...over };
      return keys[road].signJwt(all, { typ: 'trv-client+jwt', now: new Date(), expiresIn: 60 });
    },

    async query<Row extends object>(sql: string, params: unknown[] = []): Promise<Row[]> {
      const connection = new pg.Client({
        connectionString: database.adminUrl,
        options: '-c search_path=decision',
      });
      await connection.connect();
      try {
        return (await connection.query<Row>(sql, params)).rows;
      } finally {
        await connection.end();
      }
    },

    async tell(definition: Parameters<typeof toEvent>[0], data: Json): Promise<void> {
      const event = toEvent(definition, data, { source: 'trivium:spec', time: new Date() });
      const producer = kafkaProducer(kafka);
      await producer.connect();
      await producer.send({ topic: event.topic, messages: [toKafkaMessage(event)] });
      await producer.disconnect();
    },

    async stop(): Promise<void> {
      await app.close();
      markers.disconnect();
      await Promise.all([valkey.stop(), jwks.close()]);
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await running.complete();
  await until(
    async () => (await client.introspect(await running.tokenFor('workload', [someNhi]))).active === true,
  );
  return running;
}

export type RunningDecision = Awaited<ReturnType<typeof startDecision>>;

const someNhi = { id: 'nhi_00000000-0000-7000-8000-000000000000', generation: 1 };

async function createTopics(kafka: ReturnType<typeof kafkaClient>): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const wanted = [...Object.values(topics), retryTopic('decision'), deadTopic('decision')];
  await admin.createTopics({ topics: wanted.map((topic) => ({ topic, numPartitions: 1 })) });
  await admin.disconnect();
}

function clientOf(url: string, secret: string) {
  const caller = { authorization: `Basic ${Buffer.from(`tools:${secret}`).toString('base64')}` };

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

  return {
    url,
    caller,
    post,
    token: (fields: Record<string, string>) => post('/oauth/token', new URLSearchParams(fields)),
    introspect: async (token: string) =>
      (await post('/oauth/introspect', new URLSearchParams({ token }), caller)).body,
  };
}
