import { migrate, provisionSchema, type MigrationClass } from '@trivium/persistence';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createAcls, createScramUsers, createTopics } from '../kafka-admin.js';
import type { Progress } from '../progress.js';
import { projectRoot } from '../project.js';
import { createDatabase } from './create-database.js';
import { ordersDatabase } from './orders-database.js';
import type { ServerAccess } from './server-access.js';
import { writeServiceFolders, type ServiceFolder } from './service-folder.js';
import type { StackPlan } from './stack-plan.js';
import type { StackSecrets } from './stack-secrets.js';
import { kafkaGrants, services, topics, type Service } from './topology.js';
import { provisionValkey } from './valkey-users.js';

/**
 * Makes on running servers all that the services need, and writes what each of them is told: topics, principals and ACLs,
 * schemas, roles and migrations, Valkey users, the example targets. Everything is idempotent.
 */
export async function provision(
  plan: StackPlan,
  progress: Progress,
): Promise<Record<Service, ServiceFolder>> {
  const { servers, secrets } = plan;
  const [folders] = await Promise.all([
    writeServiceFolders(plan),
    provisionKafka(servers, secrets, progress),
    provisionPostgres(servers, secrets, progress),
    provisionValkey(servers.valkey.url, secrets.valkey),
  ]);
  return folders;
}

async function provisionKafka(
  { kafka }: ServerAccess,
  secrets: StackSecrets,
  progress: Progress,
): Promise<void> {
  progress('Kafka: topics, users and ACLs');
  await Promise.all([createTopics(kafka, topics), createScramUsers(kafka, secrets.kafka)]);
  await createAcls(kafka, kafkaGrants);
}

async function provisionPostgres(
  { postgres: { adminUrl, productUrl } }: ServerAccess,
  secrets: StackSecrets,
  progress: Progress,
): Promise<void> {
  progress('Postgres: schemas, roles and migrations');
  if (productUrl !== adminUrl) await createDatabase(adminUrl, new URL(productUrl).pathname.slice(1));
  for (const service of services) {
    await provisionSchema(productUrl, { service, password: secrets.database[service] });
    await migrate(productUrl, service, await migrationsOf(service));
  }
  await ordersDatabase(adminUrl, secrets.ordersAdmin);
}

async function migrationsOf(service: Service): Promise<readonly MigrationClass[]> {
  const file = join(projectRoot(), 'apps', service, 'dist', 'migrations', 'index.js');
  const { migrations } = (await import(pathToFileURL(file).href)) as {
    migrations: readonly MigrationClass[];
  };
  return migrations;
}
