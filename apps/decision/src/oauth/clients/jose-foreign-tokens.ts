import { TokenRefused, verifyJwt, type KeySet } from '@trivium/credentials';
import type { Clock } from '@trivium/runtime';
import type { JWK } from 'jose';
import { unverifiedClaims } from '../token/jose-assertions.js';
import { CachedKeys } from './cached-keys.js';
import type { ForeignToken, ForeignTokens } from './foreign-tokens.js';
import { meets } from './registration.js';
import type { TrustedIssuer } from './trusted-issuers.config.js';

/** Seconds by which an issuer's clock may differ from ours. */
const clockTolerance = 10;

interface Trusted {
  readonly issuer: TrustedIssuer;
  readonly keys: KeySet;
}

/** Tokens of the configured issuers: OIDC id tokens, service account tokens, JWT-SVIDs. */
export class JoseForeignTokens implements ForeignTokens {
  readonly #trusted: ReadonlyMap<string, Trusted>;

  /** `audiences`: what tokens must be meant for where an issuer's configuration says nothing else. */
  constructor(
    issuers: readonly TrustedIssuer[],
    private readonly audiences: readonly string[],
    fetchKeys: (issuer: TrustedIssuer) => Promise<readonly JWK[]>,
    private readonly clock: Clock,
  ) {
    this.#trusted = new Map(
      issuers.map((issuer) => [
        issuer.id,
        { issuer, keys: new CachedKeys(() => fetchKeys(issuer), clock).find },
      ]),
    );
  }

  accepts(token: string): boolean {
    return this.#trustedOf(token) !== undefined;
  }

  async verify(token: string): Promise<ForeignToken> {
    const trusted = this.#trustedOf(token);
    if (!trusted) throw new TokenRefused('issuer');
    const { id, kind, audiences, algorithms, maxAgeSeconds } = trusted.issuer;
    const now = this.clock.now();
    const { claims } = await verifyJwt(token, trusted.keys, {
      typ: ['JWT', 'JOSE', undefined],
      algorithms,
      audience: audiences ?? this.audiences,
      now,
      required: ['sub'],
      clockTolerance,
      ...(kind === 'oidc' && { issuer: id }),
    });
    const expiresAt = Math.min(claims.exp, claims.iat + maxAgeSeconds);
    if (now.getTime() / 1000 >= expiresAt + clockTolerance) throw new TokenRefused('expired');
    return { issuer: id, expiresAt, meets: (conditions) => meets(claims, conditions) };
  }

  /** An OIDC token is from its `iss`; a JWT-SVID from the trust domain of its `sub`, whatever issuer it names. */
  #trustedOf(token: string): Trusted | undefined {
    const { iss, sub } = unverifiedClaims(token);
    const domain = typeof sub === 'string' ? /^spiffe:\/\/[^/]+/.exec(sub)?.[0] : undefined;
    if (domain !== undefined) return this.#trusted.get(domain);
    return typeof iss === 'string' ? this.#trusted.get(iss) : undefined;
  }
}
