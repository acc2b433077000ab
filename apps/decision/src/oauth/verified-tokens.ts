import { TokenRefused, verifyJwt, type KeySet } from '@trivium/credentials';
import type { Clock } from '@trivium/runtime';
import { hash } from 'node:crypto';
import QuickLRU from 'quick-lru';
import { accessTokenAlgorithm, accessTokenTyp, readAccessToken, type AccessToken } from './access-token.js';
import type { AccessTokens } from './token/token-ports.js';

/**
 * Our own access tokens, checked. A signature does not change, so a good one is remembered by the SHA-256 of the token in a bounded
 * cache; times are compared on every call. Bad tokens are not remembered: anybody can make those.
 */
export class VerifiedTokens implements AccessTokens {
  readonly #known: QuickLRU<string, AccessToken>;

  constructor(
    private readonly keys: KeySet,
    private readonly issuer: string,
    private readonly clock: Clock,
    size: number,
  ) {
    this.#known = new QuickLRU({ maxSize: size });
  }

  /** The token if it was checked before and has not expired; a synchronous path for the checks that repeat. */
  known(token: string): AccessToken | undefined {
    const found = this.#known.get(digest(token));
    return found && this.#isCurrent(found) ? found : undefined;
  }

  async verify(token: string): Promise<AccessToken> {
    const key = digest(token);
    const known = this.#known.get(key);
    if (known) {
      if (!this.#isCurrent(known)) throw new TokenRefused('expired');
      return known;
    }
    const verified = await this.#check(token);
    this.#known.set(key, verified);
    return verified;
  }

  async #check(token: string): Promise<AccessToken> {
    const { claims, header } = await verifyJwt(token, this.keys, {
      typ: accessTokenTyp,
      algorithms: [accessTokenAlgorithm],
      issuer: this.issuer,
      now: this.clock.now(),
      required: ['sub', 'aud', 'client_id', 'jti', 'trv_chain'],
    });
    if (header.kid === undefined) throw new TokenRefused('header');
    return readAccessToken(claims, header.kid);
  }

  #isCurrent({ notAfter, issuedAt }: AccessToken): boolean {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    return issuedAt <= now && now < notAfter;
  }
}

const digest = (token: string) => hash('sha256', token, 'base64');
