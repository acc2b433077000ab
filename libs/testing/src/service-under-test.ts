import { SigningKey } from '@trivium/credentials';
import { createTopics, topics } from '@trivium/local';
import { migrate, provisionSchema, serviceUrl, type MigrationClass } from '@trivium/persistence';
import { gatewayIssuer, type Role } from '@trivium/runtime';
import Fastify from 'fastify';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { FakeClock } from './fake-clock.js';
import { Said } from './said.js';
import { governanceForSpecs, targetsForSpecs } from './service-files.js';
import { testKafka } from './test-kafka.js';
import { testPostgres } from './test-postgres.js';
import { logInAtValkey, testValkey } from './test-valkey.js';

/** A started service, as `bootstrap` answers it. */
export interface StartedApp {
  getUrl(): Promise<string>;
  close(): Promise<void>;
}

export interface ServiceParts<App extends StartedApp> {
  /** Its name, its schema and its role. */
  readonly service: string;
  readonly migrations: readonly MigrationClass[];
  /** Starts the real module; `environment` holds more settings than any one service knows. */
  readonly start: (given: {
    readonly environment: Readonly<Record<string, string>>;
    readonly clock: FakeClock;
  }) => Promise<App>;
  /** What the token endpoint answers to an assertion; without one it is out of order. */
  readonly tokenEndpoint?: (assertion: string, valkeyUrl: string) => Promise<[status: number, body: object]>;
}

export interface Call {
  /** The caller's roles; without any the request names nobody. */
  readonly as?: readonly Role[];
  readonly subject?: string;
  readonly body?: unknown;
  /** Replaces or adds headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CallAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
}

/** One service as it runs, on real servers and a clock that the spec moves; its callers are vouched for by a gateway of the spec's own. */
export async function serviceUnderTest<App extends StartedApp>(parts: ServiceParts<App>) {
  const { service, migrations } = parts;
  const [database, valkeyUrl, kafka] = [await testPostgres(), await testValkey(), testKafka()];
  const role = { service, password: randomBytes(12).toString('hex') };
  await provisionSchema(database.adminUrl, role);
  await migrate(database.adminUrl, service, migrations);
  const admin = new pg.Client({
    connectionString: database.adminUrl,
    options: `-c search_path=${service}`,
  });
  await admin.connect();
  const kept = await Said.keep(admin, service);
  await createTopics(kafka, topics);
  const clock = new FakeClock(new Date());
  const key = await SigningKey.generate('EdDSA');
  const neighbours = await startNeighbours(key, valkeyUrl, parts.tokenEndpoint);
  const folder = await mkdtemp(join(tmpdir(), 'trivium-service-'));
  await writeFile(join(folder, 'model.yaml'), await governanceForSpecs());
  await writeFile(join(folder, 'targets.yaml'), await targetsForSpecs(valkeyUrl, folder));
  const environment = {
    TRIVIUM_HOST: '127.0.0.1',
    TRIVIUM_PORT: '0',
    TRIVIUM_LOG_LEVEL: 'fatal',
    DATABASE_URL: serviceUrl(database.adminUrl, role),
    KAFKA_BROKERS: kafka.brokers,
    KAFKA_USERNAME: kafka.admin.username,
    KAFKA_PASSWORD: kafka.admin.password,
    VALKEY_URL: valkeyUrl,
    TRIVIUM_GATEWAY_JWKS_URL: `${neighbours.url}/gateway-keys`,
    TRIVIUM_DECISION_URL: neighbours.url,
    TRIVIUM_GOVERNANCE_DIR: folder,
    TRIVIUM_TARGETS_FILE: join(folder, 'targets.yaml'),
    TRIVIUM_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  };
  const app = await parts.start({ environment, clock });
  const url = await app.getUrl();

  const token = (roles: readonly Role[], subject: string, audience = service) =>
    key.signJwt(
      { iss: gatewayIssuer, aud: audience, sub: subject, person: subject, roles: [...roles] },
      { typ: 'JWT', now: clock.now(), expiresIn: 60 },
    );

  return {
    app,
    url,
    clock,
    token,
    kafka,
    valkeyUrl,
    /** What the token endpoint was told about clients, and whether it takes more. */
    statements: neighbours.statements,
    takeStatements: neighbours.takeStatements,

    async call(method: string, path: string, { as, subject, body, headers }: Call = {}): Promise<CallAnswer> {
      const authorization = as && { authorization: `Bearer ${await token(as, subject ?? 'spec')}` };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { ...type, ...authorization, ...headers },
        ...(body !== undefined && { body: text }),
      });
      const answer: unknown = JSON.parse((await response.text()) || '{}');
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        body: answer as CallAnswer['body'],
      };
    },

    /** Everything the service has said of this subject (the event's key), oldest first. */
    said: (subject?: string) => kept.of(subject),

    /** As a superuser, in the service's schema. */
    async sql<Row extends object>(statement: string, values: unknown[] = []): Promise<Row[]> {
      return (await admin.query<Row>(statement, values)).rows;
    },

    /** Whether an account is let into the target `cache`. */
    logIn: (name: string, password: string) => logInAtValkey(valkeyUrl, name, password),

    async stop(): Promise<void> {
      await app.close();
      await neighbours.stop();
      await admin.end();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type ServiceUnderTest<App extends StartedApp = StartedApp> = Awaited<
  ReturnType<typeof serviceUnderTest<App>>
>;

/** The gateway's keys and the decision service's token endpoint, as this service meets them. */
async function startNeighbours(
  key: SigningKey,
  valkeyUrl: string,
  answer: ServiceParts<StartedApp>['tokenEndpoint'] = async () => [503, { error: 'temporarily_unavailable' }],
) {
  const server = Fastify();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );
  server.get('/gateway-keys', () => ({ keys: [key.publicJwk] }));
  const statements: string[] = [];
  let taking = true;
  server.post('/oauth/register', (request, reply) => {
    if (!taking) return reply.code(503).send({ error: 'temporarily_unavailable' });
    statements.push((request.body as { software_statement: string }).software_statement);
    return reply.code(201).send({});
  });
  server.post('/oauth/token', async (request, reply) => {
    const assertion = new URLSearchParams(String(request.body)).get('assertion') ?? '';
    const [status, body] = await answer(assertion, valkeyUrl);
    return reply.code(status).send(body);
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const takeStatements = (take: boolean) => void (taking = take);
  return { url, statements, takeStatements, stop: () => server.close() };
}
