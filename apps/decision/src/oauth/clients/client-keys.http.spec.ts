import { SigningKey } from '@trivium/credentials';
import { FakeClock } from '@trivium/testing';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClientKeys } from './client-keys.http.js';

const [key, other] = [await SigningKey.generate('ES256'), await SigningKey.generate('EdDSA')];
const clock = new FakeClock();
let answer: RequestListener;
let asked = 0;
let host: string;
const server = createServer((request, response) => {
  asked += 1;
  answer(request, response);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

let keys: HttpClientKeys;
beforeEach(() => {
  asked = 0;
  keys = new HttpClientKeys([host], clock);
});
afterEach(() => keys.onApplicationShutdown());

const publish = (...published: unknown[]) => {
  answer = (_, response) => response.end(JSON.stringify({ keys: published }));
};
const find = (of: SigningKey, url = `http://${host}/keys`) =>
  keys.at(url)({ alg: of.publicJwk.alg, kid: of.kid }, { payload: '', signature: '' });

it('keys of a client are fetched once, and once more when a token names another', async () => {
  publish(key.publicJwk);
  await Promise.all([find(key), find(key), find(key)]);
  expect(asked).toBe(1);
  publish(key.publicJwk, other.publicJwk);
  clock.advance(5_000);
  expect(await find(other)).toBeDefined();
  for (let time = 0; time < 10; time += 1)
    await expect(find(await SigningKey.generate('ES256'))).rejects.toThrow('no applicable key');
  expect(asked).toBe(2);
});

it('keys with which no client may sign are passed over', async () => {
  const rsa = { kty: 'RSA', n: 'n4EPtAOC', e: 'AQAB', kid: 'rsa' };
  publish({ kty: 'oct', k: 'c2VjcmV0', kid: key.kid }, rsa, 'nonsense', other.publicJwk);
  await expect(find(key)).rejects.toThrow('no applicable key');
  expect(await find(other)).toBeDefined();
});

it.each([
  { name: 'a private address', url: () => `http://${host}/keys` },
  { name: 'a name of this machine', url: () => `http://localhost:${host.split(':')[1] ?? ''}/keys` },
  { name: 'cloud metadata', url: () => 'https://169.254.169.254/latest/meta-data' },
  { name: 'a private IPv6 address', url: () => 'https://[fd00::1]/keys' },
])('$name is not asked unless its host is allowed', async ({ url }) => {
  publish(key.publicJwk);
  keys = new HttpClientKeys([], clock);
  await expect(find(key, url())).rejects.toThrow();
  expect(asked).toBe(0);
});

it.each([
  { name: 'that is not there', reply: 404 },
  { name: 'that is no key set', reply: 200, body: '[]' },
  { name: 'that is elsewhere', reply: 302 },
  { name: 'that is too long', reply: 200, body: `{"keys":[],"more":"${'x'.repeat(300_000)}"}` },
])('a document $name is refused', async ({ reply, body = '{"keys":[]}' }) => {
  answer = (_, response) => response.writeHead(reply, { location: `http://${host}/elsewhere` }).end(body);
  await expect(find(key)).rejects.toThrow();
  expect(asked).toBe(1);
});
