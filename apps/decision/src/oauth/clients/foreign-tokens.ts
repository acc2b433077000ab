import type { ClaimConditions } from './registration.js';

/** A token of a trusted issuer whose signature, audience and times were checked. */
export interface ForeignToken {
  /** As it is configured: the OIDC issuer, or `spiffe://<trust domain>`. */
  readonly issuer: string;
  /** Seconds since the epoch: its own end, or that of the age which its issuer's configuration permits. */
  readonly expiresAt: number;
  meets(conditions: ClaimConditions): boolean;
}

export interface ForeignTokens {
  /** Whether the token says that it comes from an issuer that is configured; nothing is checked yet. Throws `TokenRefused` for no JWT. */
  accepts(token: string): boolean;
  /** Throws `TokenRefused`, or `KeysUnavailable` while the issuer's keys cannot be had. */
  verify(token: string): Promise<ForeignToken>;
}
