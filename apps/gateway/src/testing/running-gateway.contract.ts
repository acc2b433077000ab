import { kafkaClient, kafkaProducer, toEvent, toKafkaMessage } from '@trivium/bus';
import { topics, type AuditEntry, type EventData, type EventDefinition } from '@trivium/contracts';
import { migrate, provisionSchema, serviceUrl } from '@trivium/persistence';
import { bootstrap, readConfig } from '@trivium/runtime';
import { FakeClock, Said, testKafka, testPostgres } from '@trivium/testing';
import type { JSONWebKeySet } from 'jose';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { stringify } from 'yaml';
import { migrations } from '../../migrations/index.js';
import { gatewaySettings } from '../gateway.config.js';
import { serveGateway } from '../gateway.http.js';
import { GatewayModule } from '../gateway.module.js';
import { LiveFeed } from '../stream/live-feed.js';
import { startEchoService } from './echo-service.contract.js';

export type RunningGateway = Awaited<ReturnType<typeof startGateway>>;

const quiet = () => () => {};
const behind = ['workforce', 'workload', 'agent', 'audit'] as const;

/** The whole gateway with a database of its own, a clock that the spec moves, and services behind it that echo. */
export async function startGateway({ consoleDir }: { readonly consoleDir?: string } = {}) {
  const [clock, broker, database] = [new FakeClock(new Date()), testKafka(), await testPostgres()];
  const role = { service: 'gateway', password: randomBytes(12).toString('hex') };
  await provisionSchema(database.adminUrl, role);
  await migrate(database.adminUrl, 'gateway', migrations);
  const superuser = new pg.Client({
    connectionString: database.adminUrl,
    options: '-c search_path=gateway',
  });
  await superuser.connect();
  const said = await Said.keep(superuser, 'gateway');
  const access = { KAFKA_USERNAME: broker.admin.username, KAFKA_PASSWORD: broker.admin.password };
  const kafka = kafkaClient(
    'gateway-spec',
    { ...access, KAFKA_BROKERS: broker.brokers.split(','), TRIVIUM_KAFKA_TLS: false },
    quiet,
  );
  await createTopics(kafka.admin());
  const folder = await mkdtemp(join(tmpdir(), 'trivium-gateway-'));
  const sources = join(folder, 'sources.yaml');
  await writeFile(join(folder, 'hook'), 'example-secret');
  await writeFile(
    sources,
    stringify({ sources: [{ name: 'github', kind: 'github', secrets: [{ file: join(folder, 'hook') }] }] }),
  );
  let url = '';
  const keys = async () => (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  const services = await Promise.all(behind.map((name) => startEchoService(name, clock, keys)));
  const password = randomBytes(12).toString('hex');
  const config = readConfig(gatewaySettings, {
    ...access,
    KAFKA_BROKERS: broker.brokers,
    DATABASE_URL: serviceUrl(database.adminUrl, role),
    TRIVIUM_PORT: '0',
    TRIVIUM_LOG_LEVEL: 'fatal',
    TRIVIUM_KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    TRIVIUM_WEBHOOK_SOURCES_FILE: sources,
    TRIVIUM_SERVICE_URLS: behind.map((name, index) => `${name}=${services[index]?.url}`).join(','),
    TRIVIUM_ADMIN_PASSWORD: password,
    TRIVIUM_STREAM_HEARTBEAT_SECONDS: '0.2',
    ...(consoleDir && { TRIVIUM_CONSOLE_DIR: consoleDir }),
  });
  const module = GatewayModule.for(config);
  const app = await bootstrap({ service: 'gateway', module, config, clock, configure: serveGateway(config) });
  url = await app.getUrl();
  const producer = kafkaProducer(kafka);
  await producer.connect();

  return {
    url,
    clock,
    app,
    password,
    feed: app.get(LiveFeed),
    service: (name: (typeof behind)[number]) => services[behind.indexOf(name)]!.server,

    /** Says something on a lane as a road does. */
    async tell<Definition extends EventDefinition>(definition: Definition, data: EventData<Definition>) {
      const event = toEvent(definition, data, { source: 'trivium:spec', time: new Date() });
      await producer.send({ topic: event.topic, messages: [toKafkaMessage(event)] });
    },

    /** What is on the record of this subject, oldest first. */
    async recorded(
      subject: string,
    ): Promise<readonly Pick<AuditEntry, 'action' | 'actor' | 'outcome' | 'detail'>[]> {
      return (await said.of(subject)).map(({ data: { action, actor, outcome, detail } }) => ({
        ...({ action, actor, outcome, detail } as AuditEntry),
      }));
    },

    async stop(): Promise<void> {
      await producer.disconnect();
      await app.close();
      await superuser.end();
      await Promise.all(services.map(({ server }) => server.close()));
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

export async function createTopics(
  admin: ReturnType<ReturnType<typeof kafkaClient>['admin']>,
): Promise<void> {
  await admin.connect();
  const all = Object.values(topics).map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1 }));
  await admin.createTopics({ topics: all, waitForLeaders: true });
  await admin.disconnect();
}
