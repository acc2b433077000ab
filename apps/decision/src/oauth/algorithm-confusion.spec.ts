import { SigningKey } from '@trivium/credentials';
import { createHmac, createPublicKey, randomUUID } from 'node:crypto';
import {
  agentKey,
  cluster,
  foreignKeys,
  nhiKey,
  outcomeOf,
  TokenBench,
  tokenKey,
} from '../testing/token-bench.js';

let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));

type Json = Record<string, unknown>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = (jwt: string): Json[] =>
  jwt
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json);

/** Keeps what a good token says, and changes its header; the signature is made from what everybody knows. */
function forged(jwt: string, over: Json, key?: string | Buffer): string {
  const [header = {}, claims = {}] = parts(jwt);
  const text = `${encode({ ...header, ...over })}.${encode({ ...claims, jti: randomUUID() })}`;
  return `${text}.${key === undefined ? '' : createHmac('sha256', key).update(text).digest('base64url')}`;
}

const known = (key: SigningKey) => key.publicJwk;
const pemOf = (key: SigningKey) =>
  createPublicKey({ key: { ...known(key) }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });

/** What a verifier is fed with, by whom it was signed, and what it says to a forgery. */
const doors: readonly {
  readonly name: string;
  readonly good: () => Promise<string>;
  readonly key: SigningKey;
  readonly present: (jwt: string) => Promise<string>;
  readonly refusal: string;
}[] = [
  {
    name: 'the assertion of a road',
    good: () => bench.ofPerson(),
    key: new TokenBench().keys.workforce,
    present: (assertion) => outcomeOf(bench.grant.execute({ assertion, wanted: {} })),
    refusal: 'invalid_grant',
  },
  {
    name: 'the statement of a road',
    good: () =>
      bench.assertion(
        'workload',
        [bench.nhi, bench.credential],
        { client: { jwks: { keys: [nhiKey.publicJwk] }, expires_at: 4_000_000_000 } },
        { typ: 'trv-client+jwt' },
      ),
    key: new TokenBench().keys.workload,
    present: (statement) => outcomeOf(bench.registerClient.execute(statement)),
    refusal: 'invalid_software_statement',
  },
  {
    name: 'the assertion of a client',
    good: () => bench.nhiAssertion(),
    key: nhiKey,
    present: async (assertion) => {
      await bench.register();
      return outcomeOf(bench.clientCredentials.execute({ client: { assertion }, wanted: {} }));
    },
    refusal: 'invalid_client',
  },
  {
    name: 'the assertion of a delegated agent',
    good: () => bench.clientAssertion(),
    key: agentKey,
    present: async (assertion) => {
      const subjectToken = await bench.delegated();
      return outcomeOf(bench.startTask.execute({ subjectToken, client: { assertion }, wanted: {} }));
    },
    refusal: 'invalid_client',
  },
  {
    name: 'the token of another issuer',
    good: () => bench.foreign(cluster, { iss: cluster, sub: 'job' }),
    key: foreignKeys(cluster),
    present: async (assertion) => {
      await bench.register({ federated: { issuer: cluster, claims: { sub: 'job' } } });
      return outcomeOf(bench.clientCredentials.execute({ client: { assertion }, wanted: {} }));
    },
    refusal: 'invalid_client',
  },
  {
    name: 'an access token',
    good: () => bench.personToken(),
    key: tokenKey,
    present: (subjectToken) => outcomeOf(bench.derive.execute({ subjectToken, client: {}, wanted: {} })),
    refusal: 'invalid_request',
  },
];

const own = await SigningKey.generate('ES256');
const forgeries: readonly {
  readonly name: string;
  readonly make: (jwt: string, key: SigningKey) => string;
}[] = [
  { name: 'without a signature', make: (jwt) => forged(jwt, { alg: 'none' }) },
  { name: 'without a signature, oddly written', make: (jwt) => forged(jwt, { alg: 'nOnE' }) },
  {
    name: 'with the public key as a shared secret',
    make: (jwt, key) => forged(jwt, { alg: 'HS256' }, JSON.stringify(known(key))),
  },
  {
    name: 'with the public key in PEM as a shared secret',
    make: (jwt, key) => forged(jwt, { alg: 'HS256' }, pemOf(key)),
  },
  { name: 'with an empty secret', make: (jwt) => forged(jwt, { alg: 'HS256' }, Buffer.alloc(0)) },
  { name: 'that claims another key pair', make: (jwt, key) => forged(jwt, { alg: 'RS256' }, pemOf(key)) },
  {
    name: 'with the signature of another token',
    make: (jwt) => `${forged(jwt, {})}${jwt.split('.')[2] ?? ''}`,
  },
  {
    name: 'with an extension that nobody knows',
    make: (jwt) => `${forged(jwt, { crit: ['b64'], b64: false })}${jwt.split('.')[2] ?? ''}`,
  },
];

describe.each(doors)('$name', ({ good, key, present, refusal }) => {
  it('is taken as it is', async () => expect(await present(await good())).toBe('granted'));

  it.each(forgeries)('is refused $name', async ({ make }) => {
    expect(await present(make(await good(), key))).toBe(refusal);
  });

  it.each([
    { name: 'a key', header: { jwk: own.publicJwk } },
    { name: 'the address of keys', header: { jku: 'https://evil.example/keys' } },
    { name: 'the address of a certificate', header: { x5u: 'https://evil.example/cert' } },
    { name: 'a certificate', header: { x5c: ['MIIB'] } },
  ])('is refused when it brings $name along', async ({ header }) => {
    const [, claims = {}] = parts(await good());
    const signed = await own.signJwt(claims, { typ: 'JWT', now: bench.time, expiresIn: 60 });
    const [ownHeader = {}] = parts(signed);
    const text = `${encode({ ...ownHeader, ...header })}.${encode(claims)}`;
    expect(await present(`${text}.${signed.split('.')[2] ?? ''}`)).toBe(refusal);
  });

  it.each(['', '.', '..', 'a.b.c', 'e30.e30.', '{}', '\u0000'])('is refused when it is %j', async (text) => {
    expect(await present(text)).toBe(refusal);
  });
});
