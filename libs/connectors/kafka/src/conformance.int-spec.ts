import { AclOperations, Connection, metadataV12 } from '@platformatic/kafka';
import { connectorConformance, Ways, type TargetUnderTest } from '@trivium/connector-conformance';
import { Secret } from '@trivium/credentials';
import { testKafka } from '@trivium/testing';
import kafkajs from 'kafkajs';
import type { KafkaTarget } from './kafka.config.js';
import { KafkaConnector } from './kafka.connector.js';
import { brokerAnswers, isLoginRefused } from './port-errors.js';

const kafka = testKafka();
const [host = '', port = ''] = kafka.brokers.split(':');
const topic = kafka.unique('orders');
const reader = [`topic:read:${topic}`];
const writer = [`topic:write:${topic}`];
const bits = { read: AclOperations.READ, write: AclOperations.WRITE };

async function connected(username: string, password: string): Promise<Connection | undefined> {
  const connection = new Connection('spec', { sasl: { mechanism: 'SCRAM-SHA-512', username, password } });
  connection.on('error', () => undefined);
  try {
    await connection.connect(host, Number(port));
    return connection;
  } catch (error) {
    connection.socket?.destroy();
    if (isLoginRefused(error)) return undefined;
    throw error;
  }
}

/** What the broker allows on this open connection, by its own word. */
async function may(connection: Connection, action: 'read' | 'write'): Promise<boolean> {
  try {
    const { topics } = await metadataV12.api.async(connection, [topic], false, true);
    const allowed = topics[0]?.topicAuthorizedOperations ?? 0;
    return (allowed & (1 << bits[action])) !== 0;
  } catch (error) {
    if (brokerAnswers(error).includes('TOPIC_AUTHORIZATION_FAILED')) return false;
    throw error;
  }
}

async function createTopic(): Promise<void> {
  const admin = new kafkajs.Kafka({
    brokers: [kafka.brokers],
    sasl: { mechanism: 'scram-sha-512', ...kafka.admin },
    logCreator: () => () => undefined,
  }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  await admin.disconnect();
}

async function start(): Promise<TargetUnderTest> {
  await createTopic();
  const config: KafkaTarget = {
    name: 'stream',
    kind: 'kafka',
    brokers: [kafka.brokers],
    adminUser: kafka.admin.username,
    adminPassword: new Secret(kafka.admin.password),
    tls: false,
    timeoutMs: 15_000,
  };
  const as = (over: Partial<KafkaTarget>) => new KafkaConnector({ ...config, ...over });
  const ways = new Ways({ host, port: Number(port) });
  const connector = as({});
  const bystander = { name: kafka.unique('bystander'), entitlements: [] };
  const act = { signal: AbortSignal.timeout(20_000), operationId: 'bystander' };
  await connector.provision(bystander, act);
  const bystanderSecret = await connector.issue(bystander, act);
  const wrong = new Secret('not-the-password');
  let names = 0;
  return {
    connector,
    through: async (way) => {
      const address = await ways.address(way);
      return as({ brokers: [`${address.host}:${address.port}`] });
    },
    turnedAway: () => as({ adminPassword: wrong }),
    powerless: () => as({ adminUser: bystander.name, adminPassword: bystanderSecret }),
    secrets: [config.adminPassword, bystanderSecret, wrong],
    reader,
    writer,
    impossible: {
      'a name with a colon': { name: 'User:ada', entitlements: reader },
      'an entitlement of another kind': { name: 'ada', entitlements: ['cluster:alter:all'] },
    },
    name: (part) => kafka.unique(`${part}-${(names += 1)}`),
    login: async (name, secret) => {
      const connection = await connected(name, secret.reveal());
      return connection && { may: (action) => may(connection, action), close: () => connection.close() };
    },
    stop: () => ways.close(),
  };
}

connectorConformance('a Kafka cluster', start, {
  ownsNothing: 'topics belong to nobody',
  knowsNoShutAccounts: 'a user is there or not',
  sessionsOutliveRotation: 'a broker asks an open connection again only after connections.max.reauth.ms',
});
