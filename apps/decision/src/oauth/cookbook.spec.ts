import { keySet, SigningKey, TokenRefused, verifyCompact } from '@trivium/credentials';
import { generateKeyPair, exportJWK, CompactSign, type JWK } from 'jose';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientKey } from './road-assertion.js';

/** The examples of RFC 7520 and RFC 8037, where their folder is beside the project. */
const folder = join(import.meta.dirname, '../../../../../shared/payloads/oauth-jose/cookbook');
const present = existsSync(folder);
if (!present)
  process.stderr.write(
    'The cookbook of RFC 7520 is not beside the project: only own samples of its shapes are tried.\n',
  );

interface Sample {
  readonly name: string;
  readonly alg: string;
  readonly key: JWK;
  readonly jws: string;
}

const payload = Buffer.from('It is a text, and no JSON.');

async function ownSample(alg: string): Promise<Sample> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jws = await new CompactSign(payload).setProtectedHeader({ alg, kid: 'own' }).sign(privateKey);
  return { name: `own ${alg}`, alg, key: { ...(await exportJWK(publicKey)), kid: 'own' }, jws };
}

/** What everybody may know of a key. */
function publicOnly({ kty, kid, crv, x, y, n, e }: JWK): JWK {
  return JSON.parse(JSON.stringify({ kty, kid, crv, x, y, n, e })) as JWK;
}

function cookbookSample(path: string): Sample {
  const { title, input, output } = JSON.parse(readFileSync(join(folder, path), 'utf8')) as {
    title: string;
    input: { key: JWK; alg: string };
    output: { compact: string };
  };
  return { name: title, alg: input.alg, key: publicOnly(input.key), jws: output.compact };
}

const files = [
  'jws/4_1.rsa_v15_signature.json',
  'jws/4_2.rsa-pss_signature.json',
  'jws/4_3.ecdsa_signature.json',
  'curve25519/jws.json',
];
const samples = [
  ...(await Promise.all(['RS256', 'PS384', 'ES512', 'EdDSA'].map(ownSample))),
  ...(present ? files.map(cookbookSample) : []),
];

async function reasonOf({ jws, key }: Sample, algorithms: readonly string[]): Promise<string> {
  try {
    await verifyCompact(jws, keySet([key]), { typ: [undefined], algorithms });
    return 'taken';
  } catch (error) {
    if (error instanceof TokenRefused) return error.reason;
    throw error;
  }
}

describe.each(samples)('$name', (sample) => {
  it('has a good signature, and is refused only for being no JSON', async () => {
    expect(await reasonOf(sample, [sample.alg])).toBe('malformed');
  });

  it('is refused for its algorithm where that is not allowed', async () => {
    expect(await reasonOf(sample, ['ES256'])).toBe('algorithm');
  });

  it('is refused for its signature once a letter was changed', async () => {
    const [header = '', text = '', signature = ''] = sample.jws.split('.');
    const other = Buffer.from(text, 'base64url');
    other[0] = (other[0] ?? 0) ^ 1;
    const jws = [header, other.toString('base64url'), signature].join('.');
    expect(await reasonOf({ ...sample, jws }, [sample.alg])).toBe('signature');
  });

  it('is refused for its key when that is somebody else’s', async () => {
    const key = { ...(await SigningKey.generate('ES256')).publicJwk, kid: 'other' };
    expect(await reasonOf({ ...sample, key }, [sample.alg])).toBe('unknown-key');
  });
});

it.each([
  { name: 'a shared secret', key: { kty: 'oct', kid: '018c0ae5', use: 'sig', alg: 'HS256', k: 'hJtXIZ2u' } },
  { name: 'an RSA key', key: { kty: 'RSA', kid: 'a', use: 'sig', n: 'n4EPtAOC', e: 'AQAB' } },
  { name: 'a key on another curve', key: { kty: 'EC', kid: 'a', crv: 'P-521', x: 'AHKZ', y: 'AdymlHvO' } },
])('$name makes no client', ({ key }) => expect(clientKey.safeParse(key).success).toBe(false));
