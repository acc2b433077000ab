import { entryRecordedV1, type EventData } from '@trivium/contracts';
import { migrate, PgUnitOfWork, provisionSchema, serviceDataSource, serviceUrl } from '@trivium/persistence';
import { systemClock } from '@trivium/runtime';
import { testKafka, testPostgres, until, type TestDatabase } from '@trivium/testing';
import type { Kafka, Producer } from 'kafkajs';
import type { DataSource } from 'typeorm';
import { listDeadLetters, replayDeadLetter } from './dead-letters.js';
import type { Delivery } from './delivery.js';
import { toEvent, toKafkaMessage } from './envelope.js';
import { kafkaClient, kafkaProducer } from './kafka-client.js';
import { KafkaRoad } from './kafka-road.js';
import { busMigrations } from './migrations.js';
import { Outbox } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';

type Entry = EventData<typeof entryRecordedV1>;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const service = { service: 'audit', password: 'spec-only' };

function entry(entryId: string, action = 'spec.ran'): Entry {
  const subject = { id: `per_${entryId}`, kind: 'person' };
  return {
    entryId,
    at: new Date(0).toISOString(),
    service: 'spec',
    action,
    outcome: 'success',
    actor: { id: 'spec', kind: 'system' },
    subject,
  };
}

describe('events over Kafka', () => {
  let database: TestDatabase;
  let source: DataSource;
  let kafka: Kafka;
  let sender: Producer;
  let relay: OutboxRelay;
  let road: KafkaRoad;
  /** The effect of a handled entry: a row; `poison` never has one until the handler is mended. */
  let mended = false;

  async function effects(): Promise<string[]> {
    const rows = await source.query<{ entry_id: string }[]>('SELECT entry_id FROM effect ORDER BY seq');
    return rows.map((row) => row.entry_id);
  }

  async function handle(data: Entry, delivery: Delivery): Promise<void> {
    await delivery.tx.query('INSERT INTO effect (entry_id) VALUES ($1)', [data.entryId]);
    if (data.action === 'poison' && !mended)
      throw Object.assign(new Error('this entry is poison'), { code: 'ERR_POISON' });
  }

  beforeAll(async () => {
    database = await testPostgres();
    const { brokers, admin } = testKafka();
    const config = {
      KAFKA_BROKERS: [brokers],
      KAFKA_USERNAME: admin.username,
      KAFKA_PASSWORD: admin.password,
      TRIVIUM_KAFKA_TLS: false,
    };
    kafka = kafkaClient('audit', config, () => () => undefined);
    const topics = ['audit.entry', 'audit.retry', 'audit.dead'].map((topic) => ({ topic, numPartitions: 2 }));
    await kafka.admin().createTopics({ topics, waitForLeaders: true });
    await provisionSchema(database.adminUrl, service);
    await migrate(database.adminUrl, 'audit', busMigrations);
    source = await serviceDataSource('audit', {
      DATABASE_URL: serviceUrl(database.adminUrl, service),
      TRIVIUM_DATABASE_POOL: 5,
    }).initialize();
    const owner = await serviceDataSource('audit', {
      DATABASE_URL: database.adminUrl,
      TRIVIUM_DATABASE_POOL: 2,
    }).initialize();
    await owner.query(
      'CREATE TABLE audit.effect (seq bigint GENERATED ALWAYS AS IDENTITY, entry_id text NOT NULL)',
    );
    await owner.destroy();
    const unitOfWork = new PgUnitOfWork(source);
    sender = kafkaProducer(kafka);
    await sender.connect();
    relay = new OutboxRelay(unitOfWork, kafkaProducer(kafka), silent, 60_000);
    await relay.start();
    road = new KafkaRoad({
      service: 'audit',
      kafka,
      unitOfWork,
      producer: kafkaProducer(kafka),
      clock: systemClock,
      log: silent,
    });
    road.addHandler(entryRecordedV1.type, handle, true);
    await new Promise<void>((resolve, reject) => road.listen((error) => (error ? reject(error) : resolve())));
    await until(() => road.absent().length === 0);
  });

  afterAll(async () => {
    await road.close();
    await relay.stop();
    await sender.disconnect();
    await source.destroy();
    await database.drop();
  });

  it('sends what a committed transaction stored, at once, and nothing of one that was rolled back', async () => {
    const unitOfWork = new PgUnitOfWork(source);
    const outbox = new Outbox('trivium:spec', relay);
    const rolledBack = unitOfWork.run(async (tx) => {
      await outbox.append(tx, entryRecordedV1, entry('rolled-back'), { time: new Date() });
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    await unitOfWork.run((tx) =>
      outbox.append(tx, entryRecordedV1, entry('committed'), { time: new Date() }),
    );
    await until(async () => (await effects()).includes('committed'), {
      description: 'the effect of the committed entry',
    });
    expect(await effects()).not.toContain('rolled-back');
    expect(await source.query('SELECT 1 FROM outbox')).toHaveLength(0);
  });

  it('has one effect for an event that arrives three times', async () => {
    const event = toEvent(entryRecordedV1, entry('three-times'), { source: 'spec', time: new Date() });
    const last = toEvent(
      entryRecordedV1,
      { ...entry('after-three'), subject: { id: 'per_three-times', kind: 'person' } },
      { source: 'spec', time: new Date() },
    );
    await sender.send({ topic: event.topic, messages: [event, event, event, last].map(toKafkaMessage) });
    await until(async () => (await effects()).includes('after-three'));
    expect((await effects()).filter((id) => id === 'three-times')).toHaveLength(1);
  });

  it('lets a poison message cost only itself, keeps it with its reason and gives it a second chance', async () => {
    const subject = { id: 'per_poisoned', kind: 'person' };
    const entries = [entry('before'), entry('poisoned', 'poison'), entry('behind')].map((one) => ({
      ...one,
      subject,
    }));
    const events = entries.map((one) => toEvent(entryRecordedV1, one, { source: 'spec', time: new Date() }));
    await sender.send({ topic: events[0]!.topic, messages: events.map(toKafkaMessage) });
    await until(async () => (await effects()).includes('behind'), {
      description: 'the message behind the poison',
    });
    const [dead] = await until(
      async () => (await listDeadLetters(source, 10)).length > 0 && listDeadLetters(source, 10),
      { timeoutMs: 40_000, description: 'the dead letter' },
    );
    expect(dead).toMatchObject({
      eventId: events[1]!.envelope.id,
      topic: 'audit.entry',
      attempts: 5,
      reason: 'ERR_POISON: this entry is poison',
    });
    expect(await effects()).not.toContain('poisoned');
    mended = true;
    expect(await replayDeadLetter(new PgUnitOfWork(source), relay, dead!.eventId)).toBe(true);
    await until(async () => (await effects()).includes('poisoned'), {
      description: 'the effect of the replayed message',
    });
    expect(await replayDeadLetter(new PgUnitOfWork(source), relay, dead!.eventId)).toBe(false);
  });

  it('puts what violates its contract with the dead letters at once', async () => {
    const event = toEvent(entryRecordedV1, entry('broken'), { source: 'spec', time: new Date() });
    await sender.send({
      topic: event.topic,
      messages: [{ ...toKafkaMessage(event), value: '{"entryId":1}' }],
    });
    const letter = await until(async () =>
      (await listDeadLetters(source, 10)).find(({ eventId }) => eventId === event.envelope.id),
    );
    expect(letter).toMatchObject({
      attempts: 1,
      reason: expect.stringMatching(/^ERR_UNREADABLE_EVENT: .*entryId/),
    });
  });

  it('does not let the role of a service touch anything but its own rows', async () => {
    await expect(source.query('CREATE TABLE audit.mine (id int)')).rejects.toThrow('permission denied');
    await expect(source.query('SELECT * FROM pg_authid')).rejects.toThrow('permission denied');
  });
});
