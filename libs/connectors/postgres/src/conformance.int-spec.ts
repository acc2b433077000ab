import { connectorConformance, Ways, type TargetUnderTest } from '@trivium/connector-conformance';
import { Secret } from '@trivium/credentials';
import { testPostgres } from '@trivium/testing';
import pg from 'pg';
import type { PostgresTarget } from './postgres.config.js';
import { PostgresConnector } from './postgres.connector.js';

const tried = { read: 'SELECT id FROM app.orders', write: 'INSERT INTO app.orders VALUES (1)' };

async function connected(config: pg.ClientConfig): Promise<pg.Client | undefined> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code?.startsWith('28')) return undefined;
    throw error;
  }
}

async function may(client: pg.Client, action: 'read' | 'write'): Promise<boolean> {
  try {
    await client.query(tried[action]);
    return true;
  } catch (error) {
    // 57P01: ended by an administrator. A connection that is gone answers without a code.
    if (
      error instanceof Error &&
      (!('code' in error) || /^(42501|57P01|EPIPE|ECONNRESET)$/.test(String(error.code)))
    )
      return false;
    throw error;
  }
}

async function start(): Promise<TargetUnderTest> {
  const database = await testPostgres();
  const root = new pg.Client({ connectionString: database.adminUrl });
  await root.connect();
  const [admin, owner, bystander] = ['admin', 'owner', 'bystander'].map((role) => `${role}_${database.name}`);
  await root.query(`CREATE ROLE ${owner}; CREATE ROLE ${admin} LOGIN CREATEROLE PASSWORD 'adminpassword';
    CREATE ROLE ${bystander} LOGIN PASSWORD 'bystanderpassword';
    GRANT ${owner} TO ${admin}; GRANT pg_signal_backend TO ${admin}; CREATE SCHEMA app AUTHORIZATION ${owner};
    CREATE TABLE app.orders(id int); ALTER TABLE app.orders OWNER TO ${owner}`);
  const url = new URL(database.adminUrl);
  const config: PostgresTarget = {
    name: 'orders-db',
    kind: 'postgres',
    host: url.hostname,
    port: Number(url.port),
    database: database.name,
    adminUser: String(admin),
    adminPassword: new Secret('adminpassword'),
    owner: String(owner),
    tls: 'off',
    connectTimeoutMs: 2_000,
    timeoutMs: 15_000,
  };
  const as = (over: Partial<PostgresTarget>) => new PostgresConnector({ ...config, ...over });
  const ways = new Ways(config);
  const [wrong, bystanderSecret] = [new Secret('not-the-password'), new Secret('bystanderpassword')];
  const { host, port } = config;
  const loginOf = (user: string, secret: Secret) =>
    connected({ host, port, database: database.name, user, password: secret.reveal() });
  const reader = ['schema:app:usage', 'table:app.orders:select'];
  let names = 0;
  return {
    connector: as({}),
    through: async (way) => as(await ways.address(way)),
    turnedAway: () => as({ adminPassword: wrong }),
    powerless: () => as({ adminUser: String(bystander), adminPassword: bystanderSecret }),
    secrets: [config.adminPassword, bystanderSecret, wrong],
    reader,
    writer: ['schema:app:usage', 'table:app.orders:insert'],
    impossible: {
      'a name that is too long': { name: 'é'.repeat(32), entitlements: reader },
      'a statement among its entitlements': { name: 'ada', entitlements: ['role:x; DROP ROLE y'] },
    },
    name: (part) => `${part}_${(names += 1)}_${database.name}`,
    login: async (name, secret) => {
      const client = await loginOf(name, secret);
      return client && { may: (action) => may(client, action), close: () => client.end() };
    },
    disable: async (name) => {
      await root.query(`ALTER ROLE ${pg.escapeIdentifier(name)} NOLOGIN`);
    },
    own: async (name, secret) => {
      await root.query(`GRANT CREATE ON SCHEMA app TO ${pg.escapeIdentifier(name)}`);
      const client = await loginOf(name, secret);
      await client?.query('CREATE TABLE app.notes(id int)');
      await client?.end();
      return async () => {
        const found = await root.query<{ owner: string }>(
          `SELECT tableowner AS owner FROM pg_tables WHERE tablename = 'notes'`,
        );
        return found.rows[0]?.owner;
      };
    },
    heir: config.owner,
    stop: async () => {
      await root.end();
      await ways.close();
      await database.drop();
    },
  };
}

connectorConformance('a PostgreSQL server', start);
