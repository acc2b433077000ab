import { SigningKey } from '@trivium/credentials';
import { FakeClock } from '@trivium/testing';
import type { JWK } from 'jose';
import { CachedKeys } from './cached-keys.js';

const [first, second] = [await SigningKey.generate('ES256'), await SigningKey.generate('ES256')];
const clock = new FakeClock();
const seconds = (count: number) => clock.advance(count * 1_000);
let published: readonly JWK[] | undefined;
let fetches: number;
let keys: CachedKeys;

beforeEach(() => {
  published = [first.publicJwk];
  fetches = 0;
  keys = new CachedKeys(async () => {
    fetches += 1;
    if (!published) throw new Error('the issuer does not answer');
    return published;
  }, clock);
});

const token = { payload: '', signature: '' };
const find = async (key: SigningKey) => keys.find({ alg: 'ES256', kid: key.kid }, token);

it('keys are fetched once for many who ask, and again after ten minutes', async () => {
  await Promise.all(Array.from({ length: 10 }, () => find(first)));
  expect(fetches).toBe(1);
  seconds(601);
  await find(first);
  expect(fetches).toBe(2);
});

it('a new key of the issuer is found as soon as a token names it', async () => {
  await find(first);
  published = [first.publicJwk, second.publicJwk];
  seconds(6);
  expect(await find(second)).toBeDefined();
});

it('tokens with keys that do not exist make no storm of fetches', async () => {
  await find(first);
  for (let attempt = 0; attempt < 20; attempt += 1)
    await expect(find(second)).rejects.toThrow('no applicable key');
  expect(fetches).toBe(1);
});

it('an issuer that is away is asked again, but not by everyone', async () => {
  published = undefined;
  for (let attempt = 0; attempt < 20; attempt += 1)
    await expect(find(first)).rejects.toThrow('does not answer');
  expect(fetches).toBe(1);
  published = [first.publicJwk];
  seconds(6);
  expect(await find(first)).toBeDefined();
});

it('a key that the issuer withdrew is refused after ten minutes', async () => {
  await find(first);
  published = [second.publicJwk];
  seconds(601);
  await expect(find(first)).rejects.toThrow('no applicable key');
});
