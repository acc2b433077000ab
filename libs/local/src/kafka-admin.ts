import { pbkdf2, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { alterUserScramCredentialsV0, Connection, ScramMechanisms } from '@platformatic/kafka';
import kafkajs from 'kafkajs';
import type { Admin } from 'kafkajs';
import type { KafkaAccess } from './kafka.js';

const { Kafka, AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes, logLevel } =
  kafkajs;

export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  readonly config?: Readonly<Record<string, string>>;
}

export interface KafkaGrant {
  readonly user: string;
  readonly resource: 'topic' | 'group';
  readonly name: string;
  /** Every name that begins with `name`. */
  readonly prefixed?: boolean;
  readonly operations: readonly ('READ' | 'WRITE' | 'DESCRIBE')[];
}

async function withAdmin<T>(access: KafkaAccess, act: (admin: Admin) => Promise<T>): Promise<T> {
  const client = new Kafka({
    clientId: 'trivium-local',
    brokers: access.brokers.split(','),
    ssl: access.tls ?? false,
    sasl: { mechanism: 'scram-sha-512', ...access.admin },
    logLevel: logLevel.NOTHING,
  });
  const admin = client.admin();
  await admin.connect();
  try {
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Makes those topics that are not there yet. */
export async function createTopics(access: KafkaAccess, specs: readonly TopicSpec[]): Promise<void> {
  await withAdmin(access, async (admin) => {
    const present = new Set(await admin.listTopics());
    const missing = specs.filter((spec) => !present.has(spec.topic));
    if (missing.length > 0)
      await admin.createTopics({ waitForLeaders: true, topics: missing.map(topicRequest) });
  });
}

function topicRequest({ topic, partitions, config = {} }: TopicSpec) {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  return { topic, numPartitions: partitions, replicationFactor: 1, configEntries };
}

/** Lets users do what the grants say; a grant that exists already stays as it is. */
export async function createAcls(access: KafkaAccess, grants: readonly KafkaGrant[]): Promise<void> {
  const acl = grants.flatMap((grant) =>
    grant.operations.map((operation) => ({
      principal: `User:${grant.user}`,
      host: '*',
      resourceType: grant.resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
      resourceName: grant.name,
      resourcePatternType: grant.prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      operation: AclOperationTypes[operation],
      permissionType: AclPermissionTypes.ALLOW,
    })),
  );
  await withAdmin(access, (admin) => admin.createAcls({ acl }));
}

const iterations = 4096;
const derive = promisify(pbkdf2);

async function scramUpsertion(name: string, password: string) {
  const salt = randomBytes(24);
  const saltedPassword = await derive(password, salt, iterations, 64, 'sha512');
  return { name, mechanism: ScramMechanisms.SCRAM_SHA_512, iterations, salt, saltedPassword };
}

/** Makes SCRAM-SHA-512 users, or gives those that exist these passwords. */
export async function createScramUsers(
  access: KafkaAccess,
  users: Readonly<Record<string, string>>,
): Promise<void> {
  const upsertions = await Promise.all(
    Object.entries(users).map(([name, password]) => scramUpsertion(name, password)),
  );
  await patiently(() =>
    withConnection(access, async (connection) => {
      await alterUserScramCredentialsV0.api.async(connection, [], upsertions);
    }),
  );
}

async function withConnection(
  access: KafkaAccess,
  act: (connection: Connection) => Promise<void>,
): Promise<void> {
  const [host = '', port] = (access.brokers.split(',')[0] ?? '').split(':');
  const connection = new Connection('trivium-local', {
    sasl: { mechanism: 'SCRAM-SHA-512', ...access.admin },
    ...(access.tls && { tls: { servername: host } }),
  });
  // What it emits is what the pending call rejects with; without a listener it would end the process.
  connection.on('error', () => undefined);
  try {
    await connection.connect(host, Number(port));
    await act(connection);
  } finally {
    await connection.close();
  }
}

/** A broker that has just come back closes the first connections now and then. */
async function patiently(act: () => Promise<void>, attempts = 20): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (attempts <= 1) throw error;
    await pause(250);
    await patiently(act, attempts - 1);
  }
}
