import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { calculateJwkThumbprint } from 'jose';
import { KeyEncryptionKey, Sealer } from './sealer.js';
import { Secret } from './secret.js';
import { ensureSigningKey, type SealedSigningKey, type SigningKeyStore } from './signing-key-store.js';
import { SigningKey, signingAlgorithms } from './signing-key.js';

/** Keeps one unretired key per algorithm, as the table's partial index does. */
class FakeSigningKeyStore implements SigningKeyStore {
  readonly rows: SealedSigningKey[] = [];

  load(): Promise<readonly SealedSigningKey[]> {
    return Promise.resolve([...this.rows]);
  }

  insert(key: SealedSigningKey): Promise<void> {
    if (!this.rows.some((row) => row.alg === key.alg && !row.retiredAt)) this.rows.push(key);
    return Promise.resolve();
  }
}

const sealer = new Sealer(KeyEncryptionKey.fromBase64(new Secret(randomBytes(32).toString('base64'))));

describe.each(signingAlgorithms)('a signing key (%s)', (alg) => {
  it('is named by its RFC 7638 thumbprint and survives export and import', async () => {
    const key = await SigningKey.generate(alg);
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
    expect((await SigningKey.fromJwk(key.toJwk())).publicJwk).toEqual(key.publicJwk);
  });

  it('publishes and shows nothing private', async () => {
    const key = await SigningKey.generate(alg);
    const { d } = JSON.parse(key.toJwk().reveal()) as { d: string };
    expect(Object.keys(key.publicJwk)).not.toContain('d');
    expect(JSON.stringify(key) + inspect(key, { depth: 9 })).not.toContain(d);
  });

  it('is made once, however many replicas start together', async () => {
    const store = new FakeSigningKeyStore();
    const rings = await Promise.all(Array.from({ length: 5 }, () => ensureSigningKey(store, sealer, alg)));
    expect(new Set(rings.map((ring) => ring.signer.kid)).size).toBe(1);
    expect(store.rows[0]?.sealed).toMatch(/^v1\./);
  });

  it('stays published after it was retired', async () => {
    const store = new FakeSigningKeyStore();
    const first = await ensureSigningKey(store, sealer, alg);
    store.rows[0] = { ...(store.rows[0] as SealedSigningKey), retiredAt: new Date(0) };
    const second = await ensureSigningKey(store, sealer, alg);
    expect(second.signer.kid).not.toBe(first.signer.kid);
    expect(second.jwks.keys.map((key) => key.kid).sort()).toEqual(
      [first.signer.kid, second.signer.kid].sort(),
    );
  });
});

describe('a private key text', () => {
  it.each([
    { name: 'no JSON', text: 'MIIEvQIBADANBg' },
    { name: 'a public key', text: '{"kty":"OKP","crv":"Ed25519","x":"AA","alg":"EdDSA"}' },
    { name: 'an HMAC key', text: '{"kty":"oct","k":"c2VjcmV0","alg":"HS256"}' },
    { name: 'null', text: 'null' },
  ])('that is $name is refused without being quoted', async ({ text }) => {
    const refusal = await SigningKey.fromJwk(new Secret(text)).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ code: 'ERR_INVALID_KEY' });
    expect(inspect(refusal)).not.toContain(text);
  });
});
