import { Secret } from '@trivium/credentials';
import { testPostgres, until, type TestDatabase } from '@trivium/testing';
import { AdminSessions } from './admin-sessions.js';
import { postgresTargetConfig, type PostgresTarget } from './postgres.config.js';
import { lockAccount } from './role.js';
import type { Database } from './session.js';

async function pidOf(database: Database): Promise<number | undefined> {
  const { rows } = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

describe("the administrator's sessions", () => {
  let server: TestDatabase;
  let target: PostgresTarget;
  let sessions: AdminSessions;
  const soon = () => AbortSignal.timeout(10_000);
  const act = () => sessions.run(soon(), pidOf);
  const alive = async (pid: number | undefined) => {
    const watcher = new AdminSessions(target);
    const { rowCount } = await watcher.run(soon(), (database) =>
      database.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid]),
    );
    await watcher.close();
    return rowCount === 1;
  };

  beforeAll(async () => {
    server = await testPostgres();
    const { hostname, port, username, password } = new URL(server.adminUrl);
    target = postgresTargetConfig.parse({
      name: 'orders-db',
      kind: 'postgres',
      host: hostname,
      port: Number(port),
      database: server.name,
      adminUser: username,
      adminPassword: new Secret(decodeURIComponent(password)),
      owner: username,
      tls: 'off',
    });
  });
  beforeEach(() => (sessions = new AdminSessions(target)));
  afterEach(() => sessions.close());
  afterAll(() => server.drop());

  it('serve one act after the other, and never two at once', async () => {
    const first = await act();
    expect(await act()).toBe(first);
    const [one, other] = await Promise.all([act(), act()]);
    expect(one).not.toBe(other);
  });

  it('hold no lock beyond their act', async () => {
    await sessions.run(soon(), (database) => lockAccount(database, 'ada'));
    const elsewhere = new AdminSessions(target);
    await elsewhere.run(soon(), (database) => lockAccount(database, 'ada'));
    await elsewhere.close();
  });

  it('end with an act that failed', async () => {
    const first = await act();
    await expect(sessions.run(soon(), (database) => database.query('SELECT 1/0'))).rejects.toThrow('zero');
    expect(await act()).not.toBe(first);
  });

  it('end in the middle of an act whose signal aborts', async () => {
    const first = await act();
    const caller = new AbortController();
    const hanging = sessions.run(caller.signal, (database) => {
      caller.abort(new Error('shutting down'));
      return database.query('SELECT pg_sleep(60)');
    });
    await expect(hanging).rejects.toThrow();
    expect(await act()).not.toBe(first);
  });

  it('are replaced when the server ended them meanwhile', async () => {
    const first = await act();
    const elsewhere = new AdminSessions(target);
    await elsewhere.run(soon(), (database) => database.query('SELECT pg_terminate_backend($1)', [first]));
    await elsewhere.close();
    const another = async () => {
      const [outcome] = await Promise.allSettled([act()]);
      return outcome.status === 'fulfilled' && outcome.value !== first;
    };
    expect(await until(another)).toBe(true);
  });

  it('are none once it was closed, also not that of an act that was under way', async () => {
    const [kept, late] = await Promise.all([
      act(),
      sessions.run(soon(), async (database) => {
        await sessions.close();
        return pidOf(database);
      }),
    ]);
    for (const pid of [kept, late]) expect(await until(async () => !(await alive(pid)))).toBe(true);
  });
});
