import { KeyEncryptionKey, Sealer, Secret } from '@trivium/credentials';
import { FakeClock } from '@trivium/testing';
import { decisionDatabase } from '../../testing/decision-database.contract.js';
import { PgTokenKeyStore } from './token-key.store.pg.js';
import { MakeTokenKey } from './make-token-key.js';
import { TokenKeys } from './token-keys.js';

const database = await decisionDatabase();
afterAll(() => database.stop());

const clock = new FakeClock();
const sealer = new Sealer(KeyEncryptionKey.fromBase64(new Secret(Buffer.alloc(32, 7).toString('base64'))));
const store = new PgTokenKeyStore(database.source, 'ES256');
const schedule = { period: 1_000_000, lead: 1_000, keep: 10_000 };
const make = new MakeTokenKey(sealer, 'ES256');
const log = { info: () => {}, warn: () => {} };
const replica = () => new TokenKeys({ store, make, sealer, schedule, clock, log });
const refreshed = async (ring: TokenKeys) => {
  await ring.refresh();
  return ring;
};

it('replicas that start and rotate together share every key, and old keys leave the table', async () => {
  const rings = await Promise.all(Array.from({ length: 4 }, () => refreshed(replica())));
  const first = new Set(rings.map(({ signer }) => signer.kid));
  expect(first.size).toBe(1);
  clock.advance(999_000);
  await Promise.all(rings.map(refreshed));
  expect(await store.load()).toHaveLength(2);
  clock.advance(1_000);
  const again = await refreshed(replica());
  await Promise.all(rings.map(refreshed));
  expect(new Set([...rings, again].map(({ signer }) => signer.kid)).size).toBe(1);
  expect(first).not.toContain(again.signer.kid);
  clock.advance(10_000);
  await again.refresh();
  expect((await store.load()).map(({ kid }) => kid)).toEqual([again.signer.kid]);
});

it('the private half is sealed', async () => {
  expect(JSON.stringify(await store.load())).not.toContain('"d"');
});
