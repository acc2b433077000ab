import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { SigningKey, type SigningAlgorithm } from './signing-key.js';
import {
  keySet,
  KeysUnavailable,
  remoteKeySet,
  TokenRefused,
  verifyCompact,
  verifyJwt,
  type Expected,
} from './verify.js';

const now = new Date('2031-03-01T12:00:00Z');
const seconds = Math.floor(now.getTime() / 1000);
const [key, ed, stranger] = await Promise.all(
  (['ES256', 'EdDSA', 'ES256'] as const).map((alg) => SigningKey.generate(alg)),
);
if (!key || !ed || !stranger) throw new Error('three keys were asked for');
const keys = keySet([key.publicJwk, ed.publicJwk]);
const claims = { iss: 'trivium:decision', aud: 'orders', sub: 'per_1' };
const expected: Expected = {
  typ: 'at+jwt',
  algorithms: ['ES256', 'EdDSA'],
  now,
  issuer: 'trivium:decision',
  audience: 'orders',
};
const sign = (by: SigningKey, over: object = {}, typ = 'at+jwt', expiresIn = 60) =>
  by.signJwt({ ...claims, ...over }, { typ, now, expiresIn });

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const body = part({ ...claims, iat: seconds, exp: seconds + 60 });

async function outcome(token: string, over: Partial<Expected> = {}): Promise<string> {
  try {
    await verifyJwt(token, keys, { ...expected, ...over });
    return 'accepted';
  } catch (error) {
    if (error instanceof TokenRefused) return error.reason;
    throw error;
  }
}

describe('a signed token', () => {
  it.each<SigningAlgorithm>(['ES256', 'EdDSA'])('is accepted when signed with %s', async (alg) => {
    const token = await sign(alg === 'ES256' ? key : ed);
    const { claims: seen, header } = await verifyJwt(token, keys, expected);
    expect(seen).toMatchObject({
      ...claims,
      iat: seconds,
      exp: seconds + 60,
      jti: expect.any(String) as string,
    });
    expect(header).toEqual({ alg, typ: 'at+jwt', kid: (alg === 'ES256' ? key : ed).kid });
  });

  it.each([
    { name: 'a key that nobody published', token: () => sign(stranger), want: 'unknown-key' },
    { name: 'another kind of token', token: () => sign(key, {}, 'trv-grant+jwt'), want: 'typ' },
    { name: 'another audience', token: () => sign(key, { aud: 'billing' }), want: 'audience' },
    { name: 'another issuer', token: () => sign(key, { iss: 'trivium:agent' }), want: 'issuer' },
    { name: 'an end in the past', token: () => sign(key, {}, 'at+jwt', -1), want: 'expired' },
    { name: 'an end at this very second', token: () => sign(key, {}, 'at+jwt', 0), want: 'expired' },
    { name: 'a start in the future', token: () => sign(key, { nbf: seconds + 30 }), want: 'not-yet-valid' },
    {
      name: 'an algorithm that is not allowed here',
      token: () => sign(ed),
      over: { algorithms: ['ES256'] },
      want: 'algorithm',
    },
    {
      name: 'a claim that is required and absent',
      token: () => sign(key),
      over: { required: ['client_id'] },
      want: 'claim',
    },
    {
      name: 'no signature (alg none)',
      token: () => `${part({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
      want: 'algorithm',
    },
    { name: 'garbage', token: () => 'not.a.token', want: 'malformed' },
    { name: 'an empty text', token: () => '', want: 'malformed' },
  ])('is refused with $name', async ({ token, over, want }) => {
    expect(await outcome(await token(), over)).toBe(want);
  });

  it.each([
    { name: 'the same kind written as a media type', typ: 'application/AT+JWT', over: {}, want: 'accepted' },
    { name: 'one of several kinds', typ: 'at+jwt', over: { typ: ['JWT', 'at+jwt'] }, want: 'accepted' },
    { name: 'none of several kinds', typ: 'trv-grant+jwt', over: { typ: ['JWT', undefined] }, want: 'typ' },
  ])('of $name is $want', async ({ typ, over, want }) => {
    expect(await outcome(await sign(key, {}, typ), over)).toBe(want);
  });

  it('is refused when it was made in the future', async () => {
    const token = await key.signJwt(claims, {
      typ: 'at+jwt',
      now: new Date(now.getTime() + 5_000),
      expiresIn: 60,
    });
    expect(await outcome(token)).toBe('not-yet-valid');
    expect(await outcome(token, { clockTolerance: 5 })).toBe('accepted');
  });

  it('is refused when its public key served as an HMAC secret', async () => {
    const head = part({ alg: 'HS256', typ: 'at+jwt', kid: key.kid });
    const mac = createHmac('sha256', JSON.stringify(key.publicJwk))
      .update(`${head}.${body}`)
      .digest('base64url');
    expect(await outcome(`${head}.${body}.${mac}`)).toBe('algorithm');
    expect(await outcome(`${head}.${body}.${mac}`, { algorithms: ['ES256', 'HS256'] })).not.toBe('accepted');
  });

  it.each(['jwk', 'jku', 'x5u', 'x5c'])('is refused when its header brings a key in "%s"', async (name) => {
    const token = await sign(key);
    const [, payload, signature] = token.split('.');
    const head = part({ alg: 'ES256', typ: 'at+jwt', kid: key.kid, [name]: key.publicJwk });
    expect(await outcome(`${head}.${payload}.${signature}`)).toBe('header');
  });

  it('is refused once any character of it was changed', async () => {
    const token = await sign(key);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'), async (at, character) => {
        fc.pre(
          token[at] !== character && Buffer.from(token.slice(-86, -1) + character, 'base64url').length === 64,
        );
        fc.pre(at !== token.length - 1);
        expect(await outcome(token.slice(0, at) + character + token.slice(at + 1))).not.toBe('accepted');
      }),
      { numRuns: 60 },
    );
  });

  it('is neither accepted nor refused when the issuer cannot be reached', async () => {
    const unreachable = remoteKeySet(new URL('http://127.0.0.1:1/jwks.json'), { timeoutMs: 500 });
    await expect(verifyJwt(await sign(key), unreachable, expected)).rejects.toThrow(KeysUnavailable);
  });
});

describe('a signed document', () => {
  const receipt = { id: 'rct_1', status: 'confirmed', at: '2031-03-01T12:00:00Z' };

  it('survives signing and checking', async () => {
    const text = await ed.signCompact(receipt, 'trv-receipt+jws');
    await expect(
      verifyCompact(text, keys, { typ: 'trv-receipt+jws', algorithms: ['EdDSA'] }),
    ).resolves.toEqual(receipt);
  });

  it('does not pass for a document of another kind', async () => {
    const text = await ed.signCompact(receipt, 'trv-bundle+jws');
    await expect(
      verifyCompact(text, keys, { typ: 'trv-receipt+jws', algorithms: ['EdDSA'] }),
    ).rejects.toThrow('typ');
  });
});
