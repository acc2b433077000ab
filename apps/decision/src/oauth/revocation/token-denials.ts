import type { AccessToken } from '../access-token.js';
import type { ClientAssertion } from '../token/issuance.store.js';

export interface TokenDenial {
  readonly token: AccessToken;
  /** What the client proved itself with, to be used up; absent where possession of the token is enough. */
  readonly client?: ClientAssertion;
  readonly at: Date;
}

export interface TokenDenials {
  /**
   * Returns when every decision point denies the token and everything derived from it, and will after a restart or a flush of the markers.
   * MUST be harmless when repeated. Throws `MarkersUnavailable` while that cannot be promised, and `AssertionReplayed` for an assertion
   * that was used before.
   */
  deny(denial: TokenDenial): Promise<void>;
  /** Forgets denials of tokens that have expired. */
  forgetExpired(before: Date): Promise<void>;
}
