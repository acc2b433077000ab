import { Redis } from 'ioredis';
import pg from 'pg';
import { startOwnValkey, testPostgres, testValkey } from './index.js';

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query<Record<string, unknown>>(statement)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

describe('the real servers of a test run', () => {
  it('gives each spec a database of its own, or a copy of a prepared one', async () => {
    const prepared = await testPostgres();
    await query(prepared.adminUrl, 'CREATE TABLE person AS SELECT 7 AS id');
    const copy = await testPostgres(prepared.name);
    await prepared.drop();
    await expect(query(copy.adminUrl, 'SELECT id FROM person')).resolves.toEqual([{ id: 7 }]);
    await copy.drop();
  });

  it('gives each spec an empty Valkey database', async () => {
    const [first, second] = [new Redis(await testValkey()), new Redis(await testValkey())];
    await first.set('agent:complete', 'yes');
    await expect(second.keys('*')).resolves.toEqual([]);
    first.disconnect();
    second.disconnect();
  });

  it('starts a Valkey that a spec may restart: same address, empty, another run id', async () => {
    const server = await startOwnValkey();
    const client = new Redis(server.url);
    await client.set('key', 'value');
    await server.restart();
    await expect(client.get('key')).resolves.toBeNull();
    client.disconnect();
    await server.stop();
  });
});
