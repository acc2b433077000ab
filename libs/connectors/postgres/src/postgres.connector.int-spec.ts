import { Secret } from '@trivium/credentials';
import { InvalidAccount } from '@trivium/revocation';
import { testPostgres, type TestDatabase } from '@trivium/testing';
import pg from 'pg';
import { PostgresConnector } from './postgres.connector.js';

const act = () => ({ signal: AbortSignal.timeout(10_000), operationId: 'spec' });

describe('login roles of a PostgreSQL server, by an administrator without superuser rights', () => {
  let database: TestDatabase;
  let root: pg.Client;
  let target: PostgresConnector;
  let config: ConstructorParameters<typeof PostgresConnector>[0];
  const named = (name: string) => ({ name: `${name}_${database.name}`, entitlements: [] });

  beforeAll(async () => {
    database = await testPostgres();
    root = new pg.Client({ connectionString: database.adminUrl });
    await root.connect();
    const admin = `admin_${database.name}`;
    const owner = `owner_${database.name}`;
    await root.query(`CREATE ROLE ${owner}; CREATE ROLE ${admin} LOGIN CREATEROLE PASSWORD 'adminpassword';
      GRANT ${owner} TO ${admin}; GRANT pg_signal_backend TO ${admin};
      GRANT CONNECT ON DATABASE ${database.name} TO ${admin} WITH GRANT OPTION; CREATE SCHEMA app AUTHORIZATION ${owner}; CREATE TABLE app.orders(id int); ALTER TABLE app.orders OWNER TO ${owner};
      CREATE ROLE reporting_${database.name}; GRANT reporting_${database.name} TO ${admin} WITH ADMIN OPTION`);
    const url = new URL(database.adminUrl);
    config = {
      name: 'orders-db',
      kind: 'postgres',
      host: url.hostname,
      port: Number(url.port),
      database: database.name,
      adminUser: admin,
      adminPassword: new Secret('adminpassword'),
      owner,
      tls: 'off',
      connectTimeoutMs: 2_000,
      timeoutMs: 8_000,
    };
    target = new PostgresConnector(config);
  });
  afterAll(async () => {
    await root.end();
    await database.drop();
  });

  async function login(user: string, secret: Secret): Promise<pg.Client> {
    const { host, port } = config;
    const client = new pg.Client({ host, port, user, password: secret.reveal(), database: database.name });
    await client.connect();
    return client;
  }

  async function rowVersion(role: string): Promise<string | undefined> {
    const { rows } = await root.query<{ xmin: string }>(
      'SELECT xmin::text FROM pg_authid WHERE rolname = $1',
      [role],
    );
    return rows[0]?.xmin;
  }

  it('ends login, sessions, grants and ownership, and writes nothing the second time', async () => {
    const entitlements = [
      `role:reporting_${database.name}`,
      `database:${database.name}:connect`,
      'schema:app:usage',
      'table:app.orders:select',
    ];
    const account = { ...named('ada'), entitlements };
    await target.provision(account, act());
    await target.provision(account, act());
    const secret = await target.issue(account, act());
    await root.query(`GRANT CREATE ON SCHEMA app TO "${account.name}"`);
    const session = await login(account.name, secret);
    const ended = new Promise((resolve) => session.once('end', resolve));
    session.on('error', () => undefined);
    await session.query('SELECT * FROM app.orders');
    await session.query('CREATE TABLE app.notes(id int)');
    expect((await target.verify(account, secret, act())).access).toBe('accepted');

    const revoked = await target.revoke(account, act());
    expect(revoked).toMatchObject({
      outcome: 'revoked',
      evidence: { sessionsTerminated: 1, membershipsRemoved: 1 },
    });
    await ended;
    expect(await target.verify(account, secret, act())).toMatchObject({
      access: 'refused',
      method: 'login-attempt',
      evidence: { sqlstate: '28P01' },
    });
    const owners = await root.query(`SELECT tableowner FROM pg_tables WHERE tablename = 'notes'`);
    expect(owners.rows).toEqual([{ tableowner: config.owner }]);

    const version = await rowVersion(account.name);
    expect((await target.revoke(account, act())).outcome).toBe('already');
    expect(await rowVersion(account.name)).toBe(version);
  });

  it.each([
    { name: 'a double quote', part: 'o"brien' },
    { name: 'a statement', part: `x"; DROP TABLE app.orders; --` },
    { name: 'other scripts', part: 'Žofie-雪' },
  ])('takes a name with $name literally', async ({ part }) => {
    const account = named(part);
    await target.provision(account, act());
    const secret = await target.issue(account, act());
    expect((await target.revoke(account, act())).outcome).toBe('revoked');
    expect((await target.verify(account, secret, act())).access).toBe('refused');
    expect((await root.query('SELECT count(*)::int AS n FROM app.orders')).rows).toEqual([{ n: 0 }]);
  });

  it.each([
    { name: 'longer than 63 bytes', account: 'é'.repeat(32) },
    { name: 'that the server reserves', account: 'pg_monitor' },
    { name: 'with a null character', account: 'a\0b' },
  ])('refuses a name $name', async ({ account }) => {
    await expect(target.revoke({ name: account, entitlements: [] }, act())).rejects.toThrow(InvalidAccount);
  });
});
