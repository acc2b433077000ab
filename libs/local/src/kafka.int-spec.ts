import kafkajs from 'kafkajs';
import { testKafka } from '@trivium/testing';
import { createAcls, createScramUsers, createTopics } from './kafka-admin.js';

const { Kafka, logLevel } = kafkajs;

describe('the embedded Kafka', () => {
  const kafka = testKafka();
  const user = kafka.unique('workforce');
  const own = kafka.unique('workforce.revocation');
  const foreign = kafka.unique('workload.revocation');

  function producerOf(username: string, password: string) {
    const sasl = { mechanism: 'scram-sha-512', username, password } as const;
    const client = new Kafka({
      brokers: [kafka.brokers],
      sasl,
      logLevel: logLevel.NOTHING,
      retry: { retries: 0 },
    });
    return client.producer();
  }

  beforeAll(async () => {
    const topics = [own, foreign].map((topic) => ({ topic, partitions: 1 }));
    await createTopics(kafka, topics);
    await createTopics(kafka, topics);
    await createScramUsers(kafka, { [user]: 'a-password' });
    await createAcls(kafka, [{ user, resource: 'topic', name: own, operations: ['WRITE', 'DESCRIBE'] }]);
  });

  it('lets a principal write to its own topic and refuses the topic of another road', async () => {
    const producer = producerOf(user, 'a-password');
    await producer.connect();
    const messages = [{ value: 'leaver' }];
    await expect(producer.send({ topic: own, messages })).resolves.toHaveLength(1);
    await expect(producer.send({ topic: foreign, messages })).rejects.toThrow(/[Nn]ot authorized/);
    await producer.disconnect();
  });

  it.each([
    { name: 'a wrong password', username: user, password: 'another' },
    { name: 'an unknown user', username: 'nobody', password: 'a-password' },
  ])('refuses $name', async ({ username, password }) => {
    await expect(producerOf(username, password).connect()).rejects.toThrow(/SASL|Authentication/i);
  });
});
