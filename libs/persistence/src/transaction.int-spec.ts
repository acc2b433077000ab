import { testPostgres, type TestDatabase } from '@trivium/testing';
import type { DataSource } from 'typeorm';
import { serviceDataSource } from './data-source.js';
import { migrate, migrateDown } from './migrate.js';
import { AlreadyExists } from './pg-errors.js';
import { provisionSchema, serviceUrl } from './provision-schema.js';
import { PgUnitOfWork } from './transaction.js';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateThing1700000099901 implements MigrationInterface {
  name = 'CreateThing1700000099901';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE thing (id text PRIMARY KEY)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE thing');
  }
}

class WidenThing1700000099902 implements MigrationInterface {
  name = 'WidenThing1700000099902';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE thing ADD COLUMN size int');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE thing DROP COLUMN size');
  }
}

const workload = { service: 'workload', password: 'it’s "quoted"' };
const agent = { service: 'agent', password: 'another' };

describe('a service and its schema', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await testPostgres();
    for (const one of [workload, agent]) await provisionSchema(database.adminUrl, one);
    await provisionSchema(database.adminUrl, workload);
    await migrate(database.adminUrl, 'workload', [CreateThing1700000099901]);
    source = await serviceDataSource('workload', {
      DATABASE_URL: serviceUrl(database.adminUrl, workload),
      TRIVIUM_DATABASE_POOL: 4,
    }).initialize();
  });

  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  const things = () => source.query<{ id: string }[]>('SELECT id FROM thing ORDER BY id');

  it('runs what waits for the commit after it, and not at all after a rollback', async () => {
    const unitOfWork = new PgUnitOfWork(source);
    const seen: string[] = [];
    await unitOfWork.run(async (tx) => {
      tx.afterCommit(() => seen.push('committed'));
      await tx.query(`INSERT INTO thing VALUES ('kept')`);
      expect(seen).toEqual([]);
    });
    const broken = unitOfWork.run(async (tx) => {
      tx.afterCommit(() => seen.push('never'));
      await tx.query(`INSERT INTO thing VALUES ('dropped')`);
      throw new Error('no');
    });
    await expect(broken).rejects.toThrow('no');
    expect(seen).toEqual(['committed']);
    expect(await things()).toEqual([{ id: 'kept' }]);
  });

  it('runs what comes before the commit when the work is done, and commits nothing when that fails', async () => {
    const unitOfWork = new PgUnitOfWork(source);
    const insert = (id: string, fail = false) =>
      unitOfWork.run(async (tx) => {
        tx.beforeCommit(async () => {
          tx.beforeCommit(() => (fail ? Promise.reject(new Error('no')) : Promise.resolve()));
          await tx.query(`INSERT INTO thing VALUES ('${id}-late')`);
        });
        await tx.query(`INSERT INTO thing VALUES ('${id}')`);
      });
    await insert('a');
    await expect(insert('b', true)).rejects.toThrow('no');
    expect(await things()).toEqual([{ id: 'a' }, { id: 'a-late' }, { id: 'kept' }]);
    await source.query(`DELETE FROM thing WHERE id LIKE 'a%'`);
  });

  it('says in our words that a row is there already', async () => {
    const again = new PgUnitOfWork(source).run((tx) => tx.query(`INSERT INTO thing VALUES ('kept')`));
    await expect(again).rejects.toBeInstanceOf(AlreadyExists);
  });

  it('has a statement parsed once on each connection', async () => {
    const [ask, count] = [
      'SELECT id FROM thing WHERE id = $1',
      `SELECT count(*)::int AS n FROM pg_prepared_statements WHERE statement LIKE '%WHERE id = $1'`,
    ];
    const prepared = await new PgUnitOfWork(source).run(async (tx) => {
      for (const id of ['kept', 'dropped']) await tx.query(ask, [id]);
      return tx.query<{ n: number }[]>(count);
    });
    expect(prepared).toEqual([{ n: 1 }]);
  });

  it('says so outside of a transaction too, and that a lost connection is worth another try', async () => {
    await expect(source.query(`INSERT INTO thing VALUES ('kept')`)).rejects.toBeInstanceOf(AlreadyExists);
    const suicide = source.query('SELECT pg_terminate_backend(pg_backend_pid())');
    await expect(suicide).rejects.toMatchObject({ code: 'ERR_DATABASE_UNAVAILABLE', transient: true });
  });

  it('keeps every other service out', async () => {
    const stranger = await serviceDataSource('agent', {
      DATABASE_URL: serviceUrl(database.adminUrl, agent),
      TRIVIUM_DATABASE_POOL: 2,
    }).initialize();
    await expect(stranger.query('SELECT * FROM workload.thing')).rejects.toThrow(
      'permission denied for schema workload',
    );
    await stranger.destroy();
  });

  it('migrates up once, down and up again', async () => {
    expect(await migrate(database.adminUrl, 'workload', [CreateThing1700000099901])).toEqual([]);
    await migrateDown(database.adminUrl, 'workload', [CreateThing1700000099901]);
    await expect(things()).rejects.toThrow('does not exist');
    expect(await migrate(database.adminUrl, 'workload', [CreateThing1700000099901])).toEqual([
      'CreateThing1700000099901',
    ]);
  });

  it('outlives a migration that changes what a statement answers, after one more try', async () => {
    const small = await serviceDataSource('workload', {
      DATABASE_URL: serviceUrl(database.adminUrl, workload),
      TRIVIUM_DATABASE_POOL: 1,
    }).initialize();
    const ask = () => small.query('SELECT * FROM thing WHERE id = $1', ['kept']);
    expect(await ask()).toEqual([]);
    await migrate(database.adminUrl, 'workload', [CreateThing1700000099901, WidenThing1700000099902]);
    await expect(ask()).rejects.toMatchObject({ code: 'ERR_DATABASE_UNAVAILABLE', transient: true });
    expect(await ask()).toEqual([]);
    await small.destroy();
  });
});
