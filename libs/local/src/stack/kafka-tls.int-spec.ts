import { selfSigned } from '@trivium/testing';
import kafkajs from 'kafkajs';
import { startKafka, type EmbeddedKafka } from '../kafka.js';
import { createAcls, createScramUsers, createTopics } from '../kafka-admin.js';
import { externalServers } from '../local.config.js';
import { addressOf } from './stack-address.js';
import { exampleTargets } from './example-targets.js';
import { serviceEnvironment } from './service-environment.js';
import type { StackPlan } from './stack-plan.js';
import { stackSecrets } from './stack-secrets.js';
import { defaultPorts } from './topology.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

const { Kafka, logLevel } = kafkajs;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivium-tls-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function planWith(tls: boolean): Promise<StackPlan> {
  const admin = { username: 'admin', password: 'change-me' };
  const url = 'postgres://admin:change-me@127.0.0.1:1/trivium';
  return {
    servers: {
      kafka: { brokers: '127.0.0.1:9093', admin, tls },
      postgres: { adminUrl: url, productUrl: url },
      valkey: { url: 'redis://127.0.0.1:1' },
      cache: { url: 'redis://admin:change-me@127.0.0.1:1' },
    },
    secrets: await stackSecrets(folder),
    network: {
      listenHost: '127.0.0.1',
      serviceHost: '127.0.0.1',
      publicHost: '127.0.0.1',
      publicBrokers: 'kafka.example.org:9093',
      ports: defaultPorts,
    },
    servicesDir: folder,
    spoolDir: folder,
    programDir: folder,
  };
}

describe('a Kafka that somebody else runs behind TLS', () => {
  it('is asked for by TRIVIUM_KAFKA_TLS', () => {
    expect(externalServers({}).kafkaTls).toBe(false);
    expect(externalServers({ TRIVIUM_KAFKA_TLS: 'true' }).kafkaTls).toBe(true);
    expect(() => externalServers({ TRIVIUM_KAFKA_TLS: 'perhaps' })).toThrow();
  });

  it.each([true, false])('is told to everybody who will speak to it: %s', async (tls) => {
    const plan = await planWith(tls);
    const environment = serviceEnvironment('decision', plan, (name) => name);
    expect(environment.TRIVIUM_KAFKA_TLS).toBe(tls ? 'true' : undefined);
    expect(addressOf(plan).soc.tls).toBe(tls);
    expect(exampleTargets(plan, (name) => name)).toContainEqual(
      expect.objectContaining({ name: 'stream', tls }),
    );
  });

  describe('whose certificate somebody has to vouch for', () => {
    const certificate = selfSigned();
    const known = getCACertificates('default');
    let kafka: EmbeddedKafka;

    beforeAll(async () => {
      kafka = await startKafka({ dataDir: join(folder, 'kafka'), quickStart: true, certificate });
    });
    afterEach(() => setDefaultCACertificates(known));
    afterAll(() => kafka.stop());

    it('is prepared and spoken to when somebody does', async () => {
      setDefaultCACertificates([...known, certificate.cert]);
      const [user, topic] = ['workforce', 'workforce.revocation'];
      await createTopics(kafka, [{ topic, partitions: 1 }]);
      await createScramUsers(kafka, { [user]: 'a-password' });
      await createAcls(kafka, [{ user, resource: 'topic', name: topic, operations: ['WRITE', 'DESCRIBE'] }]);
      const producer = producerOf(kafka, user);
      await producer.connect();
      await expect(producer.send({ topic, messages: [{ value: 'leaver' }] })).resolves.toHaveLength(1);
      await producer.disconnect();
    });

    it('is not spoken to when nobody does', async () => {
      await expect(createTopics(kafka, [{ topic: 'a', partitions: 1 }])).rejects.toThrow(/certificate/);
    });
  });
});

function producerOf({ brokers }: EmbeddedKafka, username: string) {
  const sasl = { mechanism: 'scram-sha-512', username, password: 'a-password' } as const;
  const client = new Kafka({ brokers: [brokers], ssl: true, sasl, logLevel: logLevel.NOTHING });
  return client.producer();
}
