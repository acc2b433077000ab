import { randomBytes } from 'node:crypto';
import { Secret } from './secret.js';

const entropyBytes = 32;

/** 256 random bits in 43 characters of `A-Z a-z 0-9 - _`, which every target takes without quoting. */
export function generatePassword(): Secret {
  return new Secret(randomBytes(entropyBytes).toString('base64url'));
}

/** A bearer token that says whose it is (`trv_api_…`), so that a scanner can recognise a leaked one. 256 random bits follow the prefix. */
export function generateToken(prefix: string): Secret {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(prefix)) throw new TypeError(`"${prefix}" is no token prefix`);
  return new Secret(`${prefix}_${randomBytes(entropyBytes).toString('base64url')}`);
}
