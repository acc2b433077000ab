import { testKafka } from '@trivium/testing';
import { createHook } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { kafkaClient, kafkaProducer } from './kafka-client.js';

const { brokers, admin, unique } = testKafka();
const config = {
  KAFKA_BROKERS: [brokers],
  KAFKA_USERNAME: admin.username,
  KAFKA_PASSWORD: admin.password,
  TRIVIUM_KAFKA_TLS: false,
};
const kafka = kafkaClient('spec', config, () => () => undefined);
const producer = kafkaProducer(kafka);
const topic = unique('spec.idle');

beforeAll(async () => {
  await kafka.admin().createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await producer.connect();
});
afterAll(() => producer.disconnect());

/** How many timers begin in so many milliseconds. */
async function timersIn(ms: number): Promise<number> {
  let begun = 0;
  const hook = createHook({ init: (_, type) => void (type === 'Timeout' && (begun += 1)) }).enable();
  await pause(ms);
  hook.disable();
  return begun;
}

it('a connection on which nothing happens does nothing', async () => {
  await producer.send({ topic, messages: [{ value: 'first' }] });
  expect(await timersIn(200)).toBeLessThan(20);
});

it('requests that have to wait for others are sent all the same', async () => {
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, turn) => producer.send({ topic, messages: [{ value: `${turn}` }] })),
  );
  expect(new Set(sent.flatMap((one) => one.map(({ baseOffset }) => baseOffset))).size).toBe(20);
});
