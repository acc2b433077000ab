import { Secret } from '@trivium/credentials';
import { createHash, createHmac } from 'node:crypto';
import { scramVerifier } from './scram-verifier.js';

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const xor = (left: Buffer, right: Buffer) => Buffer.from(left.map((byte, at) => byte ^ (right[at] ?? 0)));

describe('what PostgreSQL stores instead of a password', () => {
  // The exchange of RFC 7677 section 3.
  const salt = 'W22ZaJ0SNY7soEsUEjb6gQ==';
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const exchange = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=${salt},i=4096,c=biws,r=${nonce}`;
  const proof = 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=';
  const signature = '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=';

  it('accepts the proof of the RFC and answers with its signature', async () => {
    const verifier = await scramVerifier(new Secret('pencil'), Buffer.from(salt, 'base64'));
    const [, iterations, storedSalt, stored = '', server = ''] =
      /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(verifier) ?? [];
    expect([iterations, storedSalt]).toEqual(['4096', salt]);
    const storedKey = Buffer.from(stored, 'base64');
    const clientKey = xor(Buffer.from(proof, 'base64'), hmac(storedKey, exchange));
    expect(createHash('sha256').update(clientKey).digest()).toEqual(storedKey);
    expect(hmac(Buffer.from(server, 'base64'), exchange).toString('base64')).toBe(signature);
  });

  it('has another salt each time', async () => {
    const secret = new Secret('pencil');
    expect(await scramVerifier(secret)).not.toBe(await scramVerifier(secret));
  });
});
