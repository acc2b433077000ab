import { kafkaClient, kafkaProducer, type EventMessage } from '@trivium/bus';
import { Secret } from '@trivium/credentials';
import { migrate, provisionSchema, serviceDataSource, serviceUrl } from '@trivium/persistence';
import { unavailable } from '@trivium/runtime';
import { createLogger } from '@trivium/telemetry';
import { FakeClock, testKafka, testPostgres } from '@trivium/testing';
import Fastify from 'fastify';
import { createHmac, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { migrations } from '../../migrations/index.js';
import { PgDeliveryStore } from '../webhooks/delivery.store.pg.js';
import { KafkaEventPublisher } from '../webhooks/event-publisher.kafka.js';
import type { EventPublisher } from '../webhooks/event-publisher.js';
import { readSources } from '../webhooks/read-sources.js';
import { ReceiveWebhook } from '../webhooks/receive-webhook.js';
import { serveWebhooks } from '../webhooks/webhooks.http.js';
import { createTopics } from './running-gateway.contract.js';

export const secrets = {
  hris: `whsec_${Buffer.from('the secret of the generic source').toString('base64')}`,
  next: `whsec_${Buffer.from('the secret that will replace that').toString('base64')}`,
  bamboohr: 'a key that the vendor shows once',
  github: 'a word shared with the forge',
};
export const names = { hris: 'people', bamboohr: 'bamboo', github: 'github' } as const;

/** Kafka, whose acknowledgement a spec may lose: before the events are stored, or after. */
class LossyPublisher implements EventPublisher {
  lose: 'nothing' | 'the events' | 'the acknowledgement' = 'nothing';

  constructor(private readonly kafka: EventPublisher) {}

  async publish(events: readonly EventMessage[]): Promise<void> {
    if (this.lose === 'the events') throw unavailable('The event could not be stored; send it again.');
    await this.kafka.publish(events);
    if (this.lose === 'the acknowledgement')
      throw unavailable('The event could not be stored; send it again.');
  }
}

export interface Delivered {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
}

/** The webhook routes with real Kafka and Postgres. */
export async function startIntake() {
  const [database, broker, clock] = [await testPostgres(), testKafka(), new FakeClock(new Date())];
  const role = { service: 'gateway', password: 'for-this-spec-only' };
  await provisionSchema(database.adminUrl, role);
  await migrate(database.adminUrl, 'gateway', migrations);
  const config = { DATABASE_URL: serviceUrl(database.adminUrl, role), TRIVIUM_DATABASE_POOL: 4 };
  const pool = await serviceDataSource('gateway', config).initialize();
  const access = { KAFKA_USERNAME: broker.admin.username, KAFKA_PASSWORD: broker.admin.password };
  const brokers = { KAFKA_BROKERS: broker.brokers.split(','), TRIVIUM_KAFKA_TLS: false };
  const kafka = kafkaClient('gateway', { ...access, ...brokers }, () => () => {});
  await createTopics(kafka.admin());
  const producer = new KafkaEventPublisher(kafkaProducer(kafka));
  await producer.start();
  const publisher = new LossyPublisher(producer);
  const seen: EventMessage[] = [];
  const remembering: EventPublisher = {
    publish: async (events) => {
      await publisher.publish(events);
      seen.push(...events);
    },
  };
  const source = (name: string, kind: string, ...texts: string[]) => ({
    name,
    kind,
    secrets: texts.map((text) => new Secret(text)),
  });
  const sources = readSources(
    {
      sources: [
        source(names.hris, 'standard-webhooks', secrets.hris, secrets.next),
        source(names.bamboohr, 'bamboohr', secrets.bamboohr),
        source(names.github, 'github', secrets.github),
      ],
    },
    'the spec',
  );
  const receive = new ReceiveWebhook(sources, new PgDeliveryStore(pool), remembering, clock);
  const server = Fastify();
  serveWebhooks(server, receive, createLogger({ service: 'gateway', level: 'silent' }));
  const url = await server.listen({ port: 0, host: '127.0.0.1' });

  async function post(path: string, body: string | Buffer, headers: object): Promise<Delivered> {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: (await response.json()) as Delivered['body'],
    };
  }

  const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));
  const text = (body: unknown) =>
    typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);

  return {
    clock,
    kafka,
    publisher,
    /** What was handed to Kafka and acknowledged. */
    seen,
    post,

    /** As the generic source sends it; `with` replaces headers, an undefined one is left out. */
    hris(
      body: unknown,
      { id = `msg_${randomUUID()}`, at = clock.now(), secret = secrets.hris, headers = {} }: HrisOptions = {},
    ): Promise<Delivered> {
      const written = text(body);
      const signed = {
        'webhook-id': id,
        'webhook-timestamp': seconds(at),
        'webhook-signature': new Webhook(secret).sign(id, at, written.toString()),
      };
      return post(`/hooks/hris/${names.hris}`, written, present({ ...signed, ...headers }));
    },

    bamboohr(body: unknown, headers: Headers = {}): Promise<Delivered> {
      const [written, timestamp] = [text(body), seconds(clock.now())];
      const signature = createHmac('sha256', secrets.bamboohr)
        .update(written)
        .update(timestamp)
        .digest('hex');
      const signed = { 'x-bamboohr-timestamp': timestamp, 'x-bamboohr-signature': signature };
      return post(`/hooks/hris/${names.bamboohr}`, written, present({ ...signed, ...headers }));
    },

    github(event: string, body: unknown, headers: Headers = {}): Promise<Delivered> {
      const written = text(body);
      // Also of nothing at all, which the library that checks it would refuse to sign.
      const signature = createHmac('sha256', secrets.github).update(written).digest('hex');
      const signed = {
        'x-github-event': event,
        'x-github-delivery': randomUUID(),
        'x-hub-signature-256': `sha256=${signature}`,
      };
      return post('/hooks/github', written, present({ ...signed, ...headers }));
    },

    deliveries: () => pool.query<{ source: string }[]>('SELECT source, delivery_id FROM webhook_delivery'),

    /** Nothing is left of the pool: as when Postgres is gone. */
    losePostgres: () => pool.destroy(),
    findPostgres: () => pool.initialize(),

    async stop(): Promise<void> {
      await server.close();
      await producer.stop();
      if (pool.isInitialized) await pool.destroy();
      await database.drop();
    },
  };
}

type Headers = Readonly<Record<string, string | undefined>>;

interface HrisOptions {
  readonly id?: string;
  readonly at?: Date;
  readonly secret?: string;
  readonly headers?: Headers;
}

function present(headers: Headers): Record<string, string> {
  const entries = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
