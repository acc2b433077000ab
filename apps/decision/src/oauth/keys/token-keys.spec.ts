import { KeyEncryptionKey, Sealer, Secret, SigningKey, verifyJwt } from '@trivium/credentials';
import { FakeClock } from '@trivium/testing';
import { FakeTokenKeyStore } from '../../testing/fake-token-key.store.js';
import { MakeTokenKey } from './make-token-key.js';
import { TokenKeys } from './token-keys.js';

const hour = 3_600_000;
const schedule = { period: 24 * hour, lead: hour, keep: 2 * hour };
const sealer = new Sealer(KeyEncryptionKey.fromBase64(new Secret(Buffer.alloc(32, 3).toString('base64'))));
const make = new MakeTokenKey(sealer, 'ES256');
const log = { info: () => {}, warn: () => {} };
let clock: FakeClock;
let store: FakeTokenKeyStore;
let keys: TokenKeys;

const replica = async () => {
  const one = new TokenKeys({ store, make, sealer, schedule, clock, log });
  await one.refresh();
  return one;
};
beforeEach(async () => {
  [clock, store] = [new FakeClock(), new FakeTokenKeyStore()];
  keys = await replica();
});

const pass = async (ms: number) => {
  clock.advance(ms);
  await keys.refresh();
};
const kids = (ring = keys) => ring.jwks.keys.map(({ kid }) => kid);
const sign = () => keys.signer.signJwt({}, { typ: 'at+jwt', now: clock.now(), expiresIn: 2 * 3_600 });
const isGood = async (token: string, ring = keys) => {
  const expected = { typ: 'at+jwt', algorithms: ['ES256'], now: clock.now() };
  return verifyJwt(token, ring.find, expected).then(
    () => true,
    () => false,
  );
};

it('replicas that start together have one key', async () => {
  store = new FakeTokenKeyStore();
  const replicas = await Promise.all(Array.from({ length: 4 }, replica));
  expect(new Set(replicas.flatMap((one) => kids(one))).size).toBe(1);
});

it('a new key is published an hour before it signs', async () => {
  const first = keys.signer.kid;
  await pass(23 * hour - 1);
  expect(kids()).toEqual([first]);
  await pass(1);
  expect([kids().length, keys.signer.kid]).toEqual([2, first]);
  await pass(hour - 1);
  expect(keys.signer.kid).toBe(first);
  clock.advance(1);
  expect(keys.signer.kid).not.toBe(first);
});

it('a former key is published until the last token that it signed has expired, and no longer', async () => {
  await pass(24 * hour - 1_000);
  const [last, former] = [await sign(), keys.signer.kid];
  await pass(hour);
  await pass(hour - 1_000);
  expect(await isGood(last)).toBe(true);
  await pass(3 * hour);
  expect(kids()).not.toContain(former);
  expect((await store.load()).map(({ kid }) => kid)).not.toContain(former);
});

it('a replica knows the key of another before that signs with it', async () => {
  const other = await replica();
  await pass(23 * hour);
  await other.refresh();
  clock.advance(hour);
  const token = await sign();
  expect(await isGood(token, other)).toBe(true);
  expect(kids(other)).toEqual(kids());
});

it('replicas that rotate at once publish one key', async () => {
  const others = await Promise.all(Array.from({ length: 4 }, replica));
  clock.advance(23 * hour);
  await Promise.all(others.map((one) => one.refresh()));
  await keys.refresh();
  expect((await store.load()).length).toBe(2);
});

it('a service that was off for a month signs at once and publishes a key before using it', async () => {
  const first = keys.signer.kid;
  await pass(720 * hour);
  expect(keys.signer.kid).toBe(first);
  await pass(hour);
  expect(keys.signer.kid).not.toBe(first);
});

it('no moment of a year is without a signer, and every token is good for its whole life', async () => {
  for (let day = 0; day < 90; day += 1) {
    const token = await sign();
    await pass(hour * 2 - 1_000);
    expect(await isGood(token)).toBe(true);
    await pass(hour * (day % 20));
  }
  expect((await store.load()).length).toBeLessThanOrEqual(3);
});

it('a key cannot be opened by somebody else', async () => {
  const foreign = new Sealer(KeyEncryptionKey.fromBase64(new Secret(Buffer.alloc(32, 4).toString('base64'))));
  const one = new TokenKeys({ store, make, sealer: foreign, schedule, clock, log });
  await expect(one.refresh()).rejects.toThrow();
});

describe('a key that another replica has just made', () => {
  const made = async () => {
    clock.advance(1);
    const key = await make.execute(await store.load(), clock.now());
    await store.append(key);
    const fresh = await replica();
    return fresh.signer.signJwt({}, { typ: 'at+jwt', now: clock.now(), expiresIn: 60 });
  };

  it('is found at once, but looked for once a second', async () => {
    const other = await made();
    expect(await isGood(other)).toBe(false);
    clock.advance(1_000);
    expect(await isGood(other)).toBe(true);
  });

  it('is looked for in vain for what nobody made', async () => {
    const foreign = await SigningKey.generate('ES256');
    const token = await foreign.signJwt({}, { typ: 'at+jwt', now: clock.now(), expiresIn: 60 });
    clock.advance(1_000);
    expect(await isGood(token)).toBe(false);
  });
});
