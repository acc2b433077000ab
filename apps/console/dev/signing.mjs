import { generateKeyPairSync, sign } from 'node:crypto';
import { roads } from './people-and-things.mjs';

const keys = new Map(roads.map((road) => [road, generateKeyPairSync('ed25519')]));
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A receipt signed as a road does it, so that the page's download and its offline check can be tried. */
export function signReceipt(road, claims) {
  const input = `${encode({ alg: 'EdDSA', kid: `${road}-1`, typ: 'trv-receipt+jws' })}.${encode(claims)}`;
  return `${input}.${sign(null, Buffer.from(input), keys.get(road).privateKey).toString('base64url')}`;
}

export const jwksOf = (road) => ({
  keys: [
    { ...keys.get(road).publicKey.export({ format: 'jwk' }), kid: `${road}-1`, alg: 'EdDSA', use: 'sig' },
  ],
});
