import type { Secret } from '@trivium/credentials';
import { Connection } from '@platformatic/kafka';
import kafkajs, { type Admin } from 'kafkajs';
import type { KafkaTarget } from './kafka.config.js';

const connectTimeoutMs = 3_000;

/** ACLs are managed with kafkajs, which has no call for SCRAM users. */
export async function withAcls<T>(config: KafkaTarget, act: (admin: Admin) => Promise<T>): Promise<T> {
  const kafka = new kafkajs.Kafka({
    clientId: 'trivium-connector',
    brokers: config.brokers,
    ssl: config.tls,
    sasl: { mechanism: 'scram-sha-512', username: config.adminUser, password: config.adminPassword.reveal() },
    connectionTimeout: connectTimeoutMs,
    retry: { retries: 1, initialRetryTime: 100 },
    logCreator: () => () => undefined,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}

/** One authenticated connection to the first broker that answers, as this user. */
export async function withConnection<T>(
  config: KafkaTarget,
  user: string,
  password: Secret,
  act: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connectAny(config, user, password);
  try {
    return await act(connection);
  } finally {
    await connection.close();
  }
}

async function connectAny(config: KafkaTarget, username: string, password: Secret): Promise<Connection> {
  let last: unknown;
  for (const broker of config.brokers) {
    const colon = broker.lastIndexOf(':');
    const connection = new Connection('trivium-connector', {
      connectTimeout: connectTimeoutMs,
      sasl: { mechanism: 'SCRAM-SHA-512', username, password: password.reveal() },
      ...(config.tls && { tls: {} }),
    });
    try {
      await connection.connect(broker.slice(0, colon), Number(broker.slice(colon + 1)));
      return connection;
    } catch (error) {
      if (isRefusal(error)) throw error;
      last = error;
    }
  }
  throw last;
}

/** The broker itself said that user and password do not authenticate (SASL_AUTHENTICATION_FAILED, error code 58). */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === 'PLT_KFK_AUTHENTICATION') return true;
  if (error instanceof AggregateError && error.errors.some(isRefusal)) return true;
  if ('apiId' in error && error.apiId === 'SASL_AUTHENTICATION_FAILED') return true;
  return error.cause !== undefined && isRefusal(error.cause);
}
