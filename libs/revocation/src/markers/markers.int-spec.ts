import { busMigrations } from '@trivium/bus';
import { newDelegationId, newTaskId, personIdFor, type Chain, type Link } from '@trivium/identity';
import {
  migrate,
  PgUnitOfWork,
  provisionSchema,
  serviceDataSource,
  serviceUrl,
  type Transaction,
} from '@trivium/persistence';
import { systemClock } from '@trivium/runtime';
import { startOwnValkey, testPostgres, until, type TestDatabase } from '@trivium/testing';
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { ValkeyChainReader } from '../chain-reader.valkey.js';
import { revocationMigrations } from '../migrations.js';
import { Contain } from './contain.js';
import { KeepMarkersComplete } from './keep-complete.js';
import { MarkerCache } from './marker-cache.js';
import { PgMarkerStore } from './marker.store.pg.js';
import { valkeyClient } from './valkey-client.js';

const silent = { info: () => undefined, warn: () => undefined };
const service = { service: 'workforce', password: 'spec-only' };
const person = (name: string, generation = 1): Link => ({ id: personIdFor('spec', name), generation });

describe("a road's markers", () => {
  let database: TestDatabase;
  let source: DataSource;
  let unitOfWork: PgUnitOfWork;
  let valkey: Awaited<ReturnType<typeof startOwnValkey>>;
  let client: Redis;
  let keeper: KeepMarkersComplete;
  let contain: Contain;
  let reader: ValkeyChainReader;

  const state = async (chain: Chain) => reader.read(chain);
  const live = async (chain: Chain) => (await state(chain)).state === 'live';
  const containNow = (...links: Link[]) => unitOfWork.run((tx) => contain.execute(tx, links));

  beforeAll(async () => {
    [database, valkey] = await Promise.all([testPostgres(), startOwnValkey()]);
    await provisionSchema(database.adminUrl, service);
    await migrate(database.adminUrl, 'workforce', [...busMigrations, ...revocationMigrations]);
    const config = { DATABASE_URL: serviceUrl(database.adminUrl, service), TRIVIUM_DATABASE_POOL: 8 };
    source = await serviceDataSource('workforce', config).initialize();
    unitOfWork = new PgUnitOfWork(source);
    client = valkeyClient({ VALKEY_URL: valkey.url });
    const cache = new MarkerCache(client, 'workforce');
    const store = new PgMarkerStore(source, unitOfWork);
    contain = new Contain(store, cache, systemClock);
    keeper = new KeepMarkersComplete(store, cache, systemClock, silent, 20);
    reader = new ValkeyChainReader({ url: valkey.url, log: silent });
    reader.start();
    keeper.start();
    await until(() => live([person('somebody')]), {
      description: 'the road to say that its markers are complete',
    });
  });

  afterAll(async () => {
    await keeper.stop();
    await reader.stop();
    await source.destroy();
    await valkey.stop();
    await database.drop();
  });

  it('denies a person and everything below at once, and nobody else', async () => {
    const leaver = person('leaver');
    expect(await live([leaver])).toBe(true);
    await containNow(leaver);
    expect(await state([leaver])).toMatchObject({ state: 'denied', reason: 'contained' });
    expect(await live([person('colleague')])).toBe(true);
  });

  it('denies before the transaction commits, and a rolled back one only denies too much until the next rebuild', async () => {
    const leaver = person('too-early');
    const gaveUp = unitOfWork.run(async (tx) => {
      await contain.execute(tx, [leaver]);
      expect(await live([leaver])).toBe(false);
      throw new Error('gave up');
    });
    await expect(gaveUp).rejects.toThrow('gave up');
    expect(await live([leaver])).toBe(false);
  });

  it('does not touch the new generation of somebody rehired, nor lowers a marker', async () => {
    await containNow(person('rehired', 2));
    expect(await live([person('rehired', 3)])).toBe(true);
    await containNow(person('rehired', 1));
    expect(await live([person('rehired', 2)])).toBe(false);
  });

  it('denies every chain that touches the road after a flush until all markers are written again', async () => {
    const leaver = person('before-flush');
    await containNow(leaver);
    await client.flushall();
    const seen: boolean[] = [];
    await until(async () => {
      seen.push(await live([leaver]));
      return live([person('untouched')]);
    });
    expect(seen).not.toContain(true);
    expect(await live([leaver])).toBe(false);
  });

  it('never revives somebody whose containment was being committed while the server was flushed and refilled', async () => {
    const leaver = person('in-flight');
    const held = await holdOpen((tx) => contain.execute(tx, [leaver]));
    await client.flushall();
    const refilled = until(() => live([person('bystander')]), { description: 'the refill' });
    // The refill waits for the open transaction: until it commits, nobody is live.
    await until(
      async () =>
        (await source.query<unknown[]>(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`))
          .length > 0,
    );
    expect(await live([person('bystander')])).toBe(false);
    await held.commit();
    await refilled;
    expect(await state([leaver])).toMatchObject({ reason: 'contained' });
  });

  it('denies while the server is away and after it came back empty, until the road has refilled it', async () => {
    const leaver = person('before-restart');
    await containNow(leaver);
    await valkey.kill();
    await until(async () => (await state([person('anybody')])).state === 'denied');
    await expect(containNow(person('during-outage'))).rejects.toMatchObject({
      code: 'ERR_MARKERS_UNAVAILABLE',
      transient: true,
    });
    await valkey.restart();
    await until(() => live([person('anybody')]));
    expect(await live([leaver])).toBe(false);
  });

  it('does not let a chain wait for a road that it does not touch', async () => {
    const agentOnly = [
      { id: newDelegationId(), generation: 1 },
      { id: newTaskId(), generation: 1 },
    ];
    expect(await state(agentOnly)).toMatchObject({ reason: 'incomplete', road: 'agent' });
    expect(await live([person('anybody')])).toBe(true);
  });

  /** Runs `work` in a transaction and leaves it open until `commit`. */
  async function holdOpen(
    work: (tx: Transaction) => Promise<unknown>,
  ): Promise<{ commit: () => Promise<void> }> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let transaction = Promise.resolve();
    await new Promise<void>((resolve, reject) => {
      transaction = unitOfWork.run(async (tx) => {
        await work(tx).then(() => resolve(), reject);
        await released;
      });
    });
    return {
      commit: () => {
        release();
        return transaction;
      },
    };
  }
});
