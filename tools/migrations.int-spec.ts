import { migrate, migrateDown, provisionSchema, serviceUrl, type MigrationClass } from '@trivium/persistence';
import { testPostgres } from '@trivium/testing';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';

const apps = join(import.meta.dirname, '..', 'apps');
const services = readdirSync(apps).filter((app) => readdirSync(join(apps, app)).includes('migrations'));
const password = 'for-this-spec-only';

async function migrationsOf(service: string): Promise<readonly MigrationClass[]> {
  const file = pathToFileURL(join(apps, service, 'migrations', 'index.ts')).href;
  return ((await import(file)) as { migrations: readonly MigrationClass[] }).migrations;
}

const database = await testPostgres();
for (const service of services) await provisionSchema(database.adminUrl, { service, password });
const admin = new pg.Client({ connectionString: database.adminUrl });
await admin.connect();
afterAll(async () => {
  await admin.end();
  await database.drop();
});

/** Everything in a schema that migrations make, in a text that two runs can be compared by. */
async function shapeOf(service: string): Promise<string[]> {
  const { rows } = await admin.query<{ line: string }>(
    `SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
       FROM information_schema.columns WHERE table_schema = $1 AND table_name <> 'migration'
     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = $1 AND tablename <> 'migration'
     UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
       WHERE connamespace = $1::regnamespace AND conrelid::regclass::text !~ 'migration$'
     UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = $1::regnamespace
     UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE $1 || '.%'
     ORDER BY 1`,
    [service],
  );
  return rows.map(({ line }) => line);
}

async function tablesOf(service: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 ORDER BY 1',
    [service],
  );
  return rows.map(({ name }) => name);
}

async function asService(service: string, statement: string): Promise<string> {
  const client = new pg.Client({ connectionString: serviceUrl(database.adminUrl, { service, password }) });
  await client.connect();
  try {
    await client.query(statement);
    return 'done';
  } catch (error) {
    return error instanceof pg.DatabaseError ? String(error.code) : 'no answer';
  } finally {
    await client.end();
  }
}

it('every service with a schema is looked at', () =>
  expect(services).toEqual(
    expect.arrayContaining(['agent', 'audit', 'decision', 'gateway', 'workforce', 'workload']),
  ));

describe.each(services.map((service) => ({ service })))('the schema of $service', ({ service }) => {
  let migrations: readonly MigrationClass[];
  beforeAll(async () => {
    migrations = await migrationsOf(service);
    await migrate(database.adminUrl, service, migrations);
  });

  it('goes down to nothing and up to the same again', async () => {
    const before = await shapeOf(service);
    expect(before.length).toBeGreaterThan(5);
    await migrateDown(database.adminUrl, service, migrations);
    expect([await shapeOf(service), await tablesOf(service)]).toEqual([[], ['migration']]);
    expect(await migrate(database.adminUrl, service, migrations)).toHaveLength(migrations.length);
    expect(await shapeOf(service)).toEqual(before);
    expect(await migrate(database.adminUrl, service, migrations)).toEqual([]);
  });

  it('has migrations that are named for their order, each once', () => {
    const names = migrations.map((migration) => (typeof migration === 'function' ? migration.name : ''));
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^[A-Z]\w+\d{13}$/.test(name))).toBe(true);
  });

  it('may be read and written by its own role', async () => {
    for (const table of await tablesOf(service))
      expect([table, await asService(service, `SELECT 1 FROM ${table} LIMIT 1`)]).toEqual([table, 'done']);
  });

  const insufficient = '42501';
  it.each([
    { name: 'make a table', statement: 'CREATE TABLE mine (id int)' },
    {
      name: 'make a function',
      statement: `CREATE FUNCTION ${service}.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    },
    { name: 'make a schema', statement: 'CREATE SCHEMA another' },
    { name: 'make a table for everybody', statement: 'CREATE TABLE public.mine (id int)' },
    { name: 'read what passwords are made of', statement: 'SELECT * FROM pg_authid' },
    { name: 'make a role', statement: 'CREATE ROLE another' },
    { name: 'become the administrator', statement: 'SET ROLE admin' },
    { name: 'read a file of the server', statement: `SELECT pg_read_file('PG_VERSION')` },
    { name: 'run a program', statement: `COPY (SELECT 1) TO PROGRAM 'true'` },
    { name: 'rewrite which migrations ran', statement: `UPDATE migration SET name = 'another'` },
    { name: 'forget which migrations ran', statement: 'DELETE FROM migration' },
  ])('does not let its role $name', async ({ statement }) =>
    expect(await asService(service, statement)).toBe(insufficient),
  );

  it('does not let its role change or empty a table', async () => {
    for (const table of await tablesOf(service)) {
      expect(await asService(service, `ALTER TABLE ${table} ADD COLUMN mine int`)).toBe(insufficient);
      expect(await asService(service, `DROP TABLE ${table}`)).toBe(insufficient);
      expect(await asService(service, `TRUNCATE ${table}`)).toBe(insufficient);
    }
  });

  it('is closed to every other role', async () => {
    const [table] = await tablesOf(service);
    for (const other of services.filter((one) => one !== service)) {
      expect(await asService(other, `SELECT 1 FROM ${service}.${table ?? ''}`)).toBe(insufficient);
      expect(await asService(other, `SET ROLE ${service}`)).toBe(insufficient);
      expect(await asService(other, `CREATE TABLE ${service}.mine (id int)`)).toBe(insufficient);
    }
  });
});
