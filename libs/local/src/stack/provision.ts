import { migrate, provisionSchema, serviceUrl, type MigrationClass } from '@trivium/persistence';
import { Redis } from 'ioredis';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { createAcls, createScramUsers, createTopics } from '../kafka-admin.js';
import { externalServers } from '../local.config.js';
import type { Progress } from '../progress.js';
import { projectRoot } from '../project.js';
import type { Servers } from './servers.js';
import type { StackSecrets } from './stack-secrets.js';
import { kafkaGrants, services, topics, valkeyRules, type Service } from './topology.js';

const database = 'trivium';

/** The URL of the product's own database on the given server. */
export function productDatabase(servers: Servers): string {
  const url = new URL(servers.postgres.adminUrl);
  if (!externalServers().postgres) url.pathname = `/${database}`;
  return url.toString();
}

/** Topics, principals, ACLs, schemas, roles and migrations; everything idempotent. */
export async function provision(servers: Servers, secrets: StackSecrets, progress: Progress): Promise<void> {
  await Promise.all([
    provisionKafka(servers, secrets, progress),
    provisionPostgres(servers, secrets, progress),
    provisionValkey(servers, secrets),
  ]);
}

async function provisionKafka({ kafka }: Servers, secrets: StackSecrets, progress: Progress): Promise<void> {
  progress('Kafka: topics, users and ACLs');
  await Promise.all([createTopics(kafka, topics), createScramUsers(kafka, secrets.kafka)]);
  await createAcls(kafka, kafkaGrants);
}

async function provisionPostgres(servers: Servers, secrets: StackSecrets, progress: Progress): Promise<void> {
  await createDatabase(servers.postgres.adminUrl, database);
  const adminUrl = productDatabase(servers);
  progress('Postgres: schemas, roles and migrations');
  for (const service of services) {
    await provisionSchema(adminUrl, { service, password: secrets.database[service] });
    await migrate(adminUrl, service, await migrationsOf(service));
  }
}

/** Users of the embedded server stand in its ACL file; another server is told. */
async function provisionValkey({ valkey }: Servers, secrets: StackSecrets): Promise<void> {
  if (!externalServers().valkey) return;
  const client = new Redis(valkey.url);
  for (const [user, rules] of Object.entries(valkeyRules)) {
    await client.call(
      'ACL',
      'SETUSER',
      user,
      'reset',
      'on',
      `>${secrets.valkey[user as keyof typeof secrets.valkey]}`,
      ...rules.split(' '),
    );
  }
  client.disconnect();
}

export async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function migrationsOf(service: Service): Promise<readonly MigrationClass[]> {
  const file = join(projectRoot(), 'apps', service, 'dist', 'migrations', 'index.js');
  const { migrations } = (await import(pathToFileURL(file).href)) as {
    migrations: readonly MigrationClass[];
  };
  return migrations;
}

export function serviceDatabaseUrl(servers: Servers, service: Service, secrets: StackSecrets): string {
  return serviceUrl(productDatabase(servers), { service, password: secrets.database[service] });
}
