import { Redis } from 'ioredis';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { SystemUnderTest } from './system.js';

export interface Login {
  readonly name: string;
  readonly secret: string;
}

export type Answer = 'accepted' | 'refused';

/** A real login at the orders database, followed by the query that the account is for. */
export async function loginToOrders(system: SystemUnderTest, { name, secret }: Login): Promise<Answer> {
  const url = new URL(system.stack.servers.postgres.adminUrl);
  const client = new pg.Client({
    host: url.hostname,
    port: Number(url.port),
    database: 'orders',
    user: name,
    password: secret,
  });
  try {
    await client.connect();
    await client.query('SELECT count(*) FROM orders');
    return 'accepted';
  } catch (error) {
    if (error instanceof pg.DatabaseError && /^28/.test(error.code ?? '')) return 'refused';
    throw error;
  } finally {
    await client.end();
  }
}

/** A real login at the cache. */
export async function loginToCache(system: SystemUnderTest, { name, secret }: Login): Promise<Answer> {
  const url = new URL(system.stack.servers.cache.url);
  const client = new Redis({
    host: url.hostname,
    port: Number(url.port),
    lazyConnect: true,
    enableReadyCheck: false,
    disableClientInfo: true,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.auth(name, secret);
    return 'accepted';
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('WRONGPASS')) return 'refused';
    throw error;
  } finally {
    client.disconnect();
  }
}

/** Makes the target write down what its administrator did, each statement once it is committed. */
export async function logRoleChanges(system: SystemUnderTest): Promise<void> {
  const client = new pg.Client({ connectionString: system.stack.servers.postgres.adminUrl });
  await client.connect();
  await client.query('ALTER ROLE orders_admin SET log_min_duration_statement = 0');
  await client.end();
}

/** How often the target took the login of each of these roles away, by its own log. */
export async function disabledAtOrders(
  system: SystemUnderTest,
  names: readonly string[],
): Promise<Map<string, number>> {
  const log = await readFile(join(system.dataDir, 'postgres', 'postgres.log'), 'utf8');
  const counts = new Map(names.map((name) => [name, 0]));
  for (const [, name = ''] of log.matchAll(/duration: [^\n]* statement: ALTER ROLE "?(\w+)"? NOLOGIN/g)) {
    if (counts.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
