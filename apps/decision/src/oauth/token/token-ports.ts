import type { KeySet } from '@trivium/credentials';
import type { Link } from '@trivium/identity';
import type { AccessToken } from '../access-token.js';
import type { Authority } from '../authority.js';
import type { RoadAssertion } from '../road-assertion.js';
import type { ClientAssertion } from './issuance.store.js';

/** Checks a road's assertion against the road's published keys. Throws `TokenRefused`, `UnusableAssertion` or `KeysUnavailable`. */
export interface RoadAssertions {
  verify(assertion: string): Promise<RoadAssertion>;
}

/** Checks that a client signed with one of these keys that it is `clientId`. Throws `TokenRefused`, or `KeysUnavailable` for keys that cannot be had; use it up with `IssuanceStore.record`. */
export interface ClientAssertions {
  /** Who the assertion says it is from, only to find the keys to check it with. Throws `TokenRefused` for no JWT. */
  claimedClient(assertion: string): string;
  verify(assertion: string, clientId: string, keys: KeySet): Promise<ClientAssertion>;
}

/** Checks signature, issuer, kind and times of our own access tokens; whether the chain is live is another question. Throws `TokenRefused`. */
export interface AccessTokens {
  verify(token: string): Promise<AccessToken>;
}

export interface SignedToken {
  readonly text: string;
  /** The key that signed it, on which it hangs. */
  readonly key: Link;
}

export interface TokenSigner {
  sign(
    authority: Authority,
    times: { readonly id: string; readonly now: Date; readonly expiresIn: number },
  ): Promise<SignedToken>;
}
