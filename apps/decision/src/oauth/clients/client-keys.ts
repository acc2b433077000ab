import type { KeySet } from '@trivium/credentials';

/** Keys that clients publish themselves (RFC 7591 section 2, `jwks_uri`). */
export interface ClientKeys {
  /** The keys at this address, kept for a while. Looking one up throws where they cannot be had; an unknown `kid` asks again, seldom. */
  at(url: string): KeySet;
}
