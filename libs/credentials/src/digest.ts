import { createHash, timingSafeEqual } from 'node:crypto';
import { Secret } from './secret.js';

const fingerprintLength = 24;

function text(value: Secret | string): string {
  return value instanceof Secret ? value.reveal() : value;
}

/** SHA-256 in lower-case hex. Stores a *random* token; for a password that a person chose use `hashPassword`. */
export function sha256Hex(value: Secret | string): string {
  return createHash('sha256').update(text(value)).digest('hex');
}

/**
 * Names a secret without showing it: 96 bits of SHA-256 under its own domain, so it equals no stored hash. The same secret has the
 * same fingerprint in every service, which is how a leaked one is found. Safe to publish for generated secrets only:
 * a guessable one could be tried against it.
 */
export function fingerprint(secret: Secret | string): string {
  const digest = createHash('sha256').update('trivium:fingerprint\u0000').update(text(secret)).digest('hex');
  return `fp_${digest.slice(0, fingerprintLength)}`;
}

/** Compares in a time that does not depend on where the two differ, nor on their lengths. */
export function constantTimeEqual(left: Secret | string, right: Secret | string): boolean {
  const digest = (value: Secret | string) => createHash('sha256').update(text(value)).digest();
  return timingSafeEqual(digest(left), digest(right));
}
