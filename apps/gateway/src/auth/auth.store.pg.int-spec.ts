import { migrate, migrateDown, provisionSchema, serviceDataSource, serviceUrl } from '@trivium/persistence';
import { testPostgres } from '@trivium/testing';
import { migrations } from '../../migrations/index.js';
import { PgAuthStore } from './auth.store.pg.js';

const database = await testPostgres();
const role = { service: 'gateway', password: 'for-this-spec-only' };
await provisionSchema(database.adminUrl, role);
await migrate(database.adminUrl, 'gateway', migrations);
const config = { DATABASE_URL: serviceUrl(database.adminUrl, role), TRIVIUM_DATABASE_POOL: 2 };
const pool = await serviceDataSource('gateway', config).initialize();
const store = new PgAuthStore(pool);
afterAll(async () => {
  await pool.destroy();
  await database.drop();
});

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 9, 0, seconds));
const caller = { subject: 'administrator:admin', roles: ['admin'] } as const;

describe('the first administrator', () => {
  it('is made once, and a later start does not even make a hash', async () => {
    expect(await store.passwordHash('admin')).toBeUndefined();
    await store.ensureAdministrator('admin', () => Promise.resolve('first'), at(0));
    await store.ensureAdministrator('admin', () => Promise.reject(new Error('was hashed again')), at(1));
    expect(await store.passwordHash('admin')).toBe('first');
  });
});

describe('a session', () => {
  it('has its caller until it expires, to the second', async () => {
    await store.openSession({ hash: 's1', caller, createdAt: at(0), expiresAt: at(10) });
    expect(await store.sessionCaller('s1', at(9))).toEqual(caller);
    expect(await store.sessionCaller('s1', at(10))).toBeUndefined();
    expect(await store.sessionCaller('unknown', at(1))).toBeUndefined();
  });

  it('is over at once when it is closed, however often', async () => {
    await store.openSession({ hash: 's2', caller, createdAt: at(0), expiresAt: at(10) });
    await store.closeSession('s2');
    await store.closeSession('s2');
    expect(await store.sessionCaller('s2', at(1))).toBeUndefined();
  });

  it('that is over does not stay in the table', async () => {
    await store.openSession({ hash: 's3', caller, createdAt: at(0), expiresAt: at(10) });
    await store.openSession({ hash: 's4', caller, createdAt: at(11), expiresAt: at(20) });
    const left = await pool.query<{ session_hash: string }[]>('SELECT session_hash FROM session');
    expect(left).toEqual([{ session_hash: 's4' }]);
  });

  it('gives no role that this version does not know', async () => {
    const row = { hash: 's5', createdAt: at(0), expiresAt: at(10) };
    await store.openSession({ ...row, caller: { subject: 'x', roles: ['auditor'] } });
    await pool.query(`UPDATE session SET roles = '{auditor,superuser}' WHERE session_hash = 's5'`);
    expect(await store.sessionCaller('s5', at(1))).toEqual({ subject: 'x', roles: ['auditor'] });
  });
});

describe('an API token', () => {
  const token = (apiTokenId: string, expiresAt?: Date) => ({
    apiTokenId,
    hash: `hash of ${apiTokenId}`,
    name: 'nightly export',
    caller: { subject: `api-token:${apiTokenId}`, roles: ['auditor'] } as const,
    createdBy: caller.subject,
    createdAt: at(0),
    ...(expiresAt && { expiresAt }),
  });

  it('has its caller for ever, or until it expires', async () => {
    await store.createApiToken(token('tok_1'));
    await store.createApiToken(token('tok_2', at(10)));
    const callers = (now: Date) =>
      Promise.all(['tok_1', 'tok_2'].map((id) => store.apiTokenCaller(`hash of ${id}`, now)));
    const [first, second] = [token('tok_1').caller, token('tok_2').caller];
    expect(await callers(at(9))).toEqual([first, second]);
    expect(await callers(at(10))).toEqual([first, undefined]);
  });

  it('is listed without its hash, and cannot be kept twice', async () => {
    await store.createApiToken(token('tok_3'));
    const listed = (await store.listApiTokens()).find(({ apiTokenId }) => apiTokenId === 'tok_3');
    expect(listed).toEqual({
      apiTokenId: 'tok_3',
      name: 'nightly export',
      roles: ['auditor'],
      createdBy: caller.subject,
      createdAt: at(0),
      expiresAt: null,
    });
    await expect(store.createApiToken({ ...token('tok_4'), hash: 'hash of tok_3' })).rejects.toThrow();
  });

  it('is over once it is deleted, which can be done once', async () => {
    await store.createApiToken(token('tok_5'));
    expect(await store.deleteApiToken('tok_5')).toBe(true);
    expect(await store.deleteApiToken('tok_5')).toBe(false);
    expect(await store.apiTokenCaller('hash of tok_5', at(1))).toBeUndefined();
  });
});

it('every migration goes back', async () => {
  await migrateDown(database.adminUrl, 'gateway', migrations);
  const left = await pool.query<unknown[]>(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'gateway' AND tablename <> 'migration'`,
  );
  expect(left).toEqual([]);
});
