import { FakeClock } from '@trivium/testing';
import { SignJWT, UnsecuredJWT } from 'jose';
import { DpopClient } from '../../testing/dpop-client.js';
import { outcomeOf } from '../../testing/token-bench.js';
import { DpopNonces } from './dpop-nonces.js';
import { DpopProofs } from './dpop-proofs.js';

const clock = new FakeClock('2031-03-01T12:00:00Z');
const url = 'https://trivium.example/oauth/token';
const request = { method: 'POST', url };
const proofs = new DpopProofs(clock);
const [client, other, rsa] = [
  await DpopClient.create(),
  await DpopClient.create('EdDSA'),
  await DpopClient.create('RS256'),
];
const seconds = (offset: number) => Math.floor(clock.now().getTime() / 1000) + offset;
const outcome = async (proof: Promise<string> | string) => outcomeOf(proofs.verify(await proof, request));
const of = (over: object = {}, header: object = {}, by = client) => by.proof(clock.now(), url, over, header);

describe('a proof is good', () => {
  it('and names the key that it was made with', async () => {
    expect(await proofs.verify(await of({ jti: 'one' }), request)).toEqual({
      jkt: client.jkt,
      id: 'one',
      expiresAt: seconds(70),
    });
    expect(await proofs.verify(await of({}, {}, other), request)).toMatchObject({ jkt: other.jkt });
  });

  it.each([
    { name: 'with a query in its address', over: { htu: `${url}?a=b#c` } },
    {
      name: 'with the default port in its address',
      over: { htu: 'https://TRIVIUM.example:443/oauth/token' },
    },
    { name: 'made a minute ago', over: { iat: seconds(-60) } },
    { name: 'made by a clock that is a little ahead', over: { iat: seconds(10) } },
    { name: 'with a nonce that nobody asked for', over: { nonce: 'x' } },
  ])('$name', async ({ over }) => expect(await outcome(of(over))).toBe('granted'));
});

describe('a proof is refused', () => {
  it.each([
    { name: 'for another method', over: { htm: 'GET' } },
    { name: 'for another address', over: { htu: 'https://trivium.example/oauth/revoke' } },
    { name: 'for another host', over: { htu: 'https://evil.example/oauth/token' } },
    { name: 'for the same host without TLS', over: { htu: 'http://trivium.example/oauth/token' } },
    { name: 'for no address', over: { htu: 'token' } },
    { name: 'without an address', over: { htu: undefined } },
    { name: 'without an id', over: { jti: undefined } },
    { name: 'with an empty id', over: { jti: '' } },
    { name: 'with an endless id', over: { jti: 'x'.repeat(201) } },
    { name: 'without a time', over: { iat: undefined } },
    { name: 'that is too old', over: { iat: seconds(-72) } },
    { name: 'from the future', over: { iat: seconds(12) } },
    { name: 'of another kind', header: { typ: 'JWT' } },
    { name: 'without a key', header: { jwk: undefined } },
    { name: 'with the key of somebody else', header: { jwk: other.publicJwk } },
    { name: 'with a shared secret for a key', header: { jwk: { kty: 'oct', k: 'c2VjcmV0' } } },
    { name: 'with an address of keys', header: { jku: 'https://evil.example/keys' } },
    { name: 'with a certificate', header: { x5c: ['MIIB'] } },
    { name: 'with an extension that nobody knows', header: { crit: ['exp'], exp: 1 } },
    { name: 'that is too long', over: { pad: 'x'.repeat(8_192) } },
  ])('$name', async ({ over = {}, header = {} }) => {
    expect(await outcome(of(over, header).catch(() => 'not.a.proof'))).toBe('invalid_dpop_proof');
  });

  it('with the private key in its header', async () => {
    expect(await outcome(of({}, { jwk: await client.privateJwk() }))).toBe('invalid_dpop_proof');
  });

  it('with an algorithm that is not allowed', async () => {
    expect(await outcome(of({}, {}, rsa))).toBe('invalid_dpop_proof');
    const unsigned = new UnsecuredJWT({ htm: 'POST', htu: url, jti: 'x', iat: seconds(0) }).encode();
    expect(await outcome(unsigned)).toBe('invalid_dpop_proof');
    const secret = new TextEncoder().encode(JSON.stringify(client.publicJwk));
    const swapped = new SignJWT({ htm: 'POST', htu: url, jti: 'x', iat: seconds(0) });
    const header = { alg: 'HS256', typ: 'dpop+jwt', jwk: client.publicJwk };
    expect(await outcome(swapped.setProtectedHeader(header).sign(secret))).toBe('invalid_dpop_proof');
  });

  it.each(['', 'x', 'a.b.c', 'e30.e30.', 'e30.e30.e30.'])('when it is no JWT (%j)', async (text) => {
    expect(await outcome(text)).toBe('invalid_dpop_proof');
  });

  it('when two were sent, which HTTP joins to one header', async () => {
    expect(await outcome(`${await of()}, ${await of()}`)).toBe('invalid_dpop_proof');
  });
});

describe('a nonce', () => {
  const secret = new Uint8Array(32).fill(7);
  const nonces = new DpopNonces(secret, clock);
  const strict = new DpopProofs(clock, nonces);
  const asked = async (nonce: unknown) => outcomeOf(strict.verify(await of({ nonce }), request));

  it('is asked for where it is required, and accepted by every replica for five minutes', async () => {
    const nonce = nonces.current();
    expect(await asked(undefined)).toBe('use_dpop_nonce');
    expect(await asked(nonce)).toBe('granted');
    expect(new DpopNonces(secret, clock).accepts(nonce)).toBe(true);
    clock.advance(300_000);
    expect(await asked(nonce)).toBe('granted');
    clock.advance(1_000);
    expect(await asked(nonce)).toBe('use_dpop_nonce');
  });

  it('cannot be made up', async () => {
    const [time = '', mac = ''] = nonces.current().split('.');
    const elsewhere = new DpopNonces(new Uint8Array(32).fill(8), clock).current();
    const forged = [
      `${Number(time) + 1}.${mac}`,
      `${time}.${'A'.repeat(22)}`,
      `${time}.`,
      mac,
      '',
      elsewhere,
      7,
    ];
    for (const nonce of forged) expect(await asked(nonce)).toBe('use_dpop_nonce');
  });
});
