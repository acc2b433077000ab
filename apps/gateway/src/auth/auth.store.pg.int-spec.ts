import {
  migrate,
  migrateDown,
  PgUnitOfWork,
  provisionSchema,
  serviceDataSource,
  serviceUrl,
} from '@trivium/persistence';
import { testPostgres } from '@trivium/testing';
import { migrations } from '../../migrations/index.js';
import { PgAccountStore } from '../accounts/account.store.pg.js';
import { PgAuthStore } from './auth.store.pg.js';

const database = await testPostgres();
const role = { service: 'gateway', password: 'for-this-spec-only' };
await provisionSchema(database.adminUrl, role);
await migrate(database.adminUrl, 'gateway', migrations);
const config = { DATABASE_URL: serviceUrl(database.adminUrl, role), TRIVIUM_DATABASE_POOL: 2 };
const pool = await serviceDataSource('gateway', config).initialize();
const [store, accounts, unitOfWork] = [
  new PgAuthStore(pool),
  new PgAccountStore(pool),
  new PgUnitOfWork(pool),
];
afterAll(async () => {
  await pool.destroy();
  await database.drop();
});

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 5, 9, 0, seconds));
const caller = { subject: 'user:admin', person: 'user:admin', roles: ['admin'] } as const;
const { person } = caller;
await accounts.ensureAdministrator('admin', () => Promise.resolve('first'), at(0));
const grant = (change: object) =>
  unitOfWork.run((tx) =>
    accounts.update(tx, {
      userName: 'admin',
      displayName: 'admin',
      roles: ['admin'],
      active: true,
      ...change,
    }),
  );
describe('a session', () => {
  afterEach(() => grant({}));

  it('has its caller until it expires, to the second', async () => {
    await store.openSession(pool, { hash: 's1', person, createdAt: at(0), expiresAt: at(10) });
    expect(await store.sessionCaller('s1', at(9))).toEqual(caller);
    expect(await store.sessionCaller('s1', at(10))).toBeUndefined();
    expect(await store.sessionCaller('unknown', at(1))).toBeUndefined();
  });

  it('is over at once when it is closed, however often', async () => {
    await store.openSession(pool, { hash: 's2', person, createdAt: at(0), expiresAt: at(10) });
    await store.closeSession('s2');
    await store.closeSession('s2');
    expect(await store.sessionCaller('s2', at(1))).toBeUndefined();
  });

  it('that is over does not stay in the table', async () => {
    await store.openSession(pool, { hash: 's3', person, createdAt: at(0), expiresAt: at(10) });
    await store.openSession(pool, { hash: 's4', person, createdAt: at(11), expiresAt: at(20) });
    const left = await pool.query<{ session_hash: string }[]>('SELECT session_hash FROM session');
    expect(left).toEqual([{ session_hash: 's4' }]);
  });

  it('has the roles that its person has now, and of them those that this version knows', async () => {
    await store.openSession(pool, { hash: 's5', person, createdAt: at(0), expiresAt: at(10) });
    await pool.query(`UPDATE account SET roles = '{auditor,superuser}'`);
    expect(await store.sessionCaller('s5', at(1))).toEqual({ ...caller, roles: ['auditor'] });
  });

  it('is neither opened nor believed for somebody who may not sign in any more', async () => {
    await store.openSession(pool, { hash: 's6', person, createdAt: at(0), expiresAt: at(10) });
    await grant({ active: false });
    expect(await store.sessionCaller('s6', at(1))).toBeUndefined();
    expect(await store.openSession(pool, { hash: 's7', person, createdAt: at(0), expiresAt: at(10) })).toBe(
      false,
    );
    await grant({});
    expect(await store.sessionCaller('s7', at(1))).toBeUndefined();
  });
});

describe('an API token', () => {
  afterEach(() => grant({}));

  const token = (apiTokenId: string, expiresAt?: Date) => ({
    apiTokenId,
    hash: `hash of ${apiTokenId}`,
    name: 'nightly export',
    roles: ['auditor'] as const,
    person,
    createdBy: caller.subject,
    createdAt: at(0),
    ...(expiresAt && { expiresAt }),
  });

  it('has its caller for ever, or until it expires', async () => {
    await store.createApiToken(pool, token('tok_1'));
    await store.createApiToken(pool, token('tok_2', at(10)));
    const callers = (now: Date) =>
      Promise.all(['tok_1', 'tok_2'].map((id) => store.apiTokenCaller(`hash of ${id}`, now)));
    const [first, second] = ['tok_1', 'tok_2'].map((id) => ({
      subject: `api-token:${id}`,
      person,
      roles: ['auditor'],
    }));
    expect(await callers(at(9))).toEqual([first, second]);
    expect(await callers(at(10))).toEqual([first, undefined]);
  });

  it('is listed without its hash, and cannot be kept twice', async () => {
    await store.createApiToken(pool, token('tok_3'));
    const listed = (await store.listApiTokens()).find(({ apiTokenId }) => apiTokenId === 'tok_3');
    expect(listed).toEqual({
      apiTokenId: 'tok_3',
      name: 'nightly export',
      roles: ['auditor'],
      person,
      createdBy: caller.subject,
      createdAt: at(0),
      expiresAt: null,
    });
    await expect(store.createApiToken(pool, { ...token('tok_4'), hash: 'hash of tok_3' })).rejects.toThrow();
  });

  it.each([
    { name: 'may not sign in any more', change: { active: false } },
    { name: 'is no administrator any more', change: { roles: ['auditor'] } },
  ])('is neither made nor believed when its person $name', async ({ change }) => {
    const [made, late] = [`tok_made_${change.active}`, `tok_late_${change.active}`];
    await store.createApiToken(pool, token(made));
    await grant(change);
    expect(await store.apiTokenCaller(`hash of ${made}`, at(1))).toBeUndefined();
    expect(await store.createApiToken(pool, token(late))).toBe(false);
  });

  it('is over once it is deleted, which can be done once', async () => {
    await store.createApiToken(pool, token('tok_5'));
    expect(await store.deleteApiToken(pool, 'tok_5')).toMatchObject({ person });
    expect(await store.deleteApiToken(pool, 'tok_5')).toBeUndefined();
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
