import { testKafka, until } from '@trivium/testing';
import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { kafkaClient, kafkaProducer } from './kafka-client.js';
import { LastingConsumer } from './lasting-consumer.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('a consumer that crashes', () => {
  const { brokers, admin, unique } = testKafka();
  const topic = unique('spec.lasting');
  let kafka: Kafka;
  let producer: Producer;
  const consumers: LastingConsumer[] = [];

  beforeAll(async () => {
    kafka = kafkaClient(
      'spec',
      {
        KAFKA_BROKERS: [brokers],
        KAFKA_USERNAME: admin.username,
        KAFKA_PASSWORD: admin.password,
        TRIVIUM_KAFKA_TLS: false,
      },
      () => () => undefined,
    );
    await kafka.admin().createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    producer = kafkaProducer(kafka);
    await producer.connect();
  });
  afterAll(async () => {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
    await producer.disconnect();
  });

  function consume(group: string, eachMessage: (text: string) => Promise<void>): LastingConsumer {
    const consumer = new LastingConsumer(
      kafka,
      {
        group: { groupId: unique(group), maxWaitTimeInMs: 50 },
        topics: [topic],
        fromBeginning: true,
        run: { autoCommit: false, eachMessage: ({ message }) => eachMessage(String(message.value)) },
      },
      log,
    );
    consumers.push(consumer);
    return consumer;
  }

  it('comes back, as often as it takes, also from what the client calls hopeless', async () => {
    await producer.send({ topic, messages: [{ value: 'one' }] });
    const seen: string[] = [];
    let attempts = 0;
    const consumer = consume('spec.coming-back', async (text) => {
      attempts += 1;
      if (attempts <= 3) throw new kafkajs.KafkaJSNonRetriableError('not today');
      seen.push(text);
    });
    await consumer.start();
    await until(() => seen.length === 1);
    await producer.send({ topic, messages: [{ value: 'two' }] });
    await until(() => seen.length === 2);
    expect({ seen, attempts, joined: consumer.joined }).toEqual({
      seen: ['one', 'two'],
      attempts: 5,
      joined: true,
    });
  });

  it('stops while it waits to come back', async () => {
    let attempts = 0;
    const consumer = consume('spec.stopped', () => {
      attempts += 1;
      return Promise.reject(new kafkajs.KafkaJSNonRetriableError('never'));
    });
    await consumer.start();
    await until(() => attempts > 1);
    await consumer.stop();
    expect(consumer.joined).toBe(false);
  });
});
