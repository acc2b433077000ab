import type { Clock } from '@trivium/runtime';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Seconds that a nonce is good for. */
const life = 300;
const clockTolerance = 10;

/**
 * Nonces that no replica has to remember: the time of issue and a keyed digest of it (RFC 9449 section 8). They limit how long before
 * its use a proof can have been made; that it is used once, `jti` sees to.
 */
export class DpopNonces {
  readonly #key: Buffer;

  /** `secret` must be the same in all replicas, and is never used as it is. */
  constructor(
    secret: Uint8Array,
    private readonly clock: Clock,
  ) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), 'trivium:dpop-nonce', 32));
  }

  current(): string {
    return this.#nonceOf(this.#now());
  }

  accepts(nonce: unknown): boolean {
    if (typeof nonce !== 'string') return false;
    const issuedAt = Number(/^([0-9]{1,12})\.[\w-]{22}$/.exec(nonce)?.[1] ?? NaN);
    const age = this.#now() - issuedAt;
    if (!(age >= -clockTolerance && age <= life)) return false;
    const [given, wanted] = [Buffer.from(nonce), Buffer.from(this.#nonceOf(issuedAt))];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }

  #now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }

  #nonceOf(issuedAt: number): string {
    const mac = createHmac('sha256', this.#key).update(String(issuedAt)).digest().subarray(0, 16);
    return `${issuedAt}.${mac.toString('base64url')}`;
  }
}
