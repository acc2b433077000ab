import pg from 'pg';
import { createDatabase } from './create-database.js';

const owner = 'orders_owner';
const reader = 'orders_read';
const admin = 'orders_admin';

export const ordersRoles = { owner, admin } as const;

/** An example target: a database of orders that is managed by a role with no more rights than it needs. */
export async function ordersDatabase(adminUrl: string, password: string): Promise<void> {
  const url = await createDatabase(adminUrl, 'orders');
  const client = new pg.Client({ connectionString: url });
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
