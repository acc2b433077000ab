import type { SigningKey } from '@trivium/credentials';
import { formatLink, type Chain, type Road } from '@trivium/identity';
import type { Clock } from '@trivium/runtime';

export const assertionType = 'trv-grant+jwt';
export const assertionAudience = 'trivium:decision';

export interface Assertion {
  readonly subject: string;
  readonly chain: Chain;
  /** Seconds. */
  readonly expiresIn: number;
  /** What else the token endpoint has to know: `jti`, `may_act`, `agent_jwks`, `authorization_details`. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Signs what this road grants, so that the token endpoint can honour it at once (RFC 7523, RFC 8693). */
export class RoadAssertions {
  constructor(
    private readonly road: Road,
    private readonly key: Pick<SigningKey, 'signJwt'>,
    private readonly clock: Clock,
  ) {}

  sign({ subject, chain, expiresIn, claims }: Assertion): Promise<string> {
    const own = {
      iss: `trivium:${this.road}`,
      aud: assertionAudience,
      sub: subject,
      trv_chain: chain.map(formatLink),
    };
    return this.key.signJwt({ ...claims, ...own }, { typ: assertionType, now: this.clock.now(), expiresIn });
  }
}
