import pg from 'pg';
import { stringify } from 'yaml';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatabase } from './provision.js';
import type { Servers } from './servers.js';
import { secretFile, type StackSecrets } from './stack-secrets.js';

const owner = 'orders_owner';
const reader = 'orders_read';
const admin = 'orders_admin';

/** A database of orders that is managed by a role with no more rights than it needs. */
async function ordersDatabase(adminUrl: string, password: string): Promise<void> {
  await createDatabase(adminUrl, 'orders');
  const url = new URL(adminUrl);
  url.pathname = '/orders';
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    for (const role of [owner, reader, admin]) await ensureRole(client, role);
    await client.query(`ALTER ROLE ${admin} LOGIN CREATEROLE PASSWORD ${pg.escapeLiteral(password)}`);
    await client.query(
      `GRANT pg_signal_backend TO ${admin}; GRANT ${owner} TO ${admin}; GRANT ${reader} TO ${admin} WITH ADMIN OPTION`,
    );
    await client.query(
      `CREATE TABLE IF NOT EXISTS orders (order_id int PRIMARY KEY, item text NOT NULL); ALTER TABLE orders OWNER TO ${owner}`,
    );
    await client.query(
      `INSERT INTO orders VALUES (1, 'paper'), (2, 'ink') ON CONFLICT DO NOTHING; GRANT SELECT ON orders TO ${reader}`,
    );
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (!rowCount) await client.query(`CREATE ROLE ${role}`);
}

/** Makes the example targets and writes the file from which each road reads how to reach them. */
export async function exampleTargets(
  servers: Servers,
  secrets: StackSecrets,
  dataDir: string,
): Promise<string> {
  await ordersDatabase(servers.postgres.adminUrl, secrets.ordersAdmin);
  const [orders, cache] = [new URL(servers.postgres.adminUrl), new URL(servers.cache.url)];
  const secret = async (name: string, value: string) => ({ file: await secretFile(dataDir, name, value) });
  const targets = [
    {
      name: 'orders-db',
      kind: 'postgres',
      concurrency: 8,
      host: orders.hostname,
      port: Number(orders.port || 5432),
      database: 'orders',
      adminUser: admin,
      adminPassword: await secret('orders-admin', secrets.ordersAdmin),
      owner,
      tls: 'off',
    },
    {
      name: 'cache',
      kind: 'valkey',
      concurrency: 8,
      host: cache.hostname,
      port: Number(cache.port || 6379),
      adminUser: cache.username,
      adminPassword: await secret('cache-admin', cache.password),
      tls: 'off',
    },
    {
      name: 'stream',
      kind: 'kafka',
      concurrency: 4,
      brokers: servers.kafka.brokers.split(','),
      adminUser: servers.kafka.admin.username,
      adminPassword: await secret('stream-admin', servers.kafka.admin.password),
      tls: false,
    },
  ];
  const file = join(dataDir, 'targets.yaml');
  await writeFile(file, stringify({ targets }), { mode: 0o600 });
  return file;
}
