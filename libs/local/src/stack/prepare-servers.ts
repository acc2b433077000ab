import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kafkaAdmin, kafkaProperties } from '../kafka-config.js';
import { freshSecrets } from '../kafka.js';
import { postgresAdmin } from '../postgres.js';
import { randomPassword, secretsFile } from '../secrets-file.js';
import { valkeyAclFile, valkeyAdmin } from '../valkey.js';
import { asUser } from './server-access.js';
import type { StackSecrets } from './stack-secrets.js';
import { valkeyUsers } from './valkey-users.js';

/** Servers that are not started by us but by a container engine, and where they will be; addresses are `host:port`. */
export interface ServerPlan {
  /** The folder in which each server finds one of its own. */
  readonly serversDir: string;
  /** The folder of what only the provisioning may read. */
  readonly stateDir: string;
  readonly kafka: {
    readonly address: string;
    readonly outside: string;
    readonly controller: string;
    readonly dataDir: string;
  };
  readonly postgres: { readonly address: string; readonly database: string };
  readonly valkey: { readonly address: string };
  readonly cache: { readonly address: string };
}

const fresh = () => ({
  kafka: freshSecrets(),
  postgres: randomPassword(),
  valkey: randomPassword(),
  cache: randomPassword(),
});
type Files = Readonly<Record<string, string>>;
type ServerSecrets = ReturnType<typeof fresh>;

/** Makes the servers' secrets, once, and writes the files with which they start; a second run writes the same ones. */
export async function prepareServers(plan: ServerPlan, stack: StackSecrets): Promise<void> {
  const secrets = await secretsFile<ServerSecrets>(join(plan.stateDir, 'servers.json'), fresh);
  const folders = {
    ...serverFiles(plan, secrets, stack),
    [join(plan.stateDir, 'access')]: accessFiles(plan, secrets),
  };
  await Promise.all(Object.entries(folders).map(([folder, files]) => writeFolder(folder, files)));
}

/** A server runs as an account of its own image, to which its group gives these. */
async function writeFolder(folder: string, files: Files): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const texts = Object.entries(files);
  await Promise.all(texts.map(([name, text]) => writeFile(join(folder, name), text, { mode: 0o640 })));
}

function serverFiles(plan: ServerPlan, secrets: ServerSecrets, stack: StackSecrets): Record<string, Files> {
  const users = valkeyUsers(stack.valkey);
  return {
    [join(plan.serversDir, 'kafka')]: {
      'server.properties': brokerProperties(plan, secrets),
      'cluster-id': secrets.kafka.clusterId,
      'admin-password': secrets.kafka.adminPassword,
    },
    [join(plan.serversDir, 'postgres')]: { password: secrets.postgres },
    [join(plan.serversDir, 'valkey')]: { 'users.acl': valkeyAclFile(users, secrets.valkey) },
    [join(plan.serversDir, 'cache')]: { 'users.acl': valkeyAclFile({}, secrets.cache) },
  };
}

const portOf = (address: string) => address.slice(address.lastIndexOf(':') + 1);

function brokerProperties({ kafka }: ServerPlan, secrets: ServerSecrets): string {
  const everywhere = (address: string) => `0.0.0.0:${portOf(address)}`;
  return kafkaProperties({
    listeners: [
      { name: 'CLIENT', bind: everywhere(kafka.address), address: kafka.address },
      { name: 'OUTSIDE', bind: everywhere(kafka.outside), address: kafka.outside },
    ],
    controller: kafka.controller,
    logDir: kafka.dataDir,
    secrets: secrets.kafka,
  });
}

/** What the provisioning job is told of these servers, under the names of its settings. */
function accessFiles(plan: ServerPlan, secrets: ServerSecrets): Files {
  const { postgres, valkey, cache } = plan;
  return {
    'kafka-username': kafkaAdmin,
    'kafka-password': secrets.kafka.adminPassword,
    'database-url': asUser(
      `postgres://${postgres.address}/${postgres.database}`,
      postgresAdmin,
      secrets.postgres,
    ),
    'valkey-url': asUser(`redis://${valkey.address}`, valkeyAdmin, secrets.valkey),
    'cache-url': asUser(`redis://${cache.address}`, valkeyAdmin, secrets.cache),
  };
}
