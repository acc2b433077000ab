import type { SigningKey } from '@trivium/credentials';
import { formatLink, type Chain, type Road } from '@trivium/identity';
import type { Clock } from '@trivium/runtime';

export const assertionType = 'trv-grant+jwt';
/** `typ` of what makes an identity a client of the token endpoint (RFC 7591). */
export const clientStatementType = 'trv-client+jwt';
export const assertionAudience = 'trivium:decision';

export interface Assertion {
  readonly subject: string;
  readonly chain: Chain;
  /** Seconds. */
  readonly expiresIn: number;
  /** What else the token endpoint has to know: `jti`, `may_act`, `agent_jwks`, `authorization_details`. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface ClientStatement extends Omit<Assertion, 'expiresIn'> {
  /** How it proves itself and until when: `jwks`, `jwks_uri` or `federated`, `dpop_bound_access_tokens`, `expires_at`. */
  readonly client: Readonly<Record<string, unknown>>;
}

const statementSeconds = 300;

/** Signs what this road grants, so that the token endpoint can honour it at once (RFC 7523, RFC 8693). */
export class RoadAssertions {
  constructor(
    private readonly road: Road,
    private readonly key: Pick<SigningKey, 'signJwt'>,
    private readonly clock: Clock,
  ) {}

  sign(assertion: Assertion): Promise<string> {
    return this.#sign(assertion, assertionType);
  }

  signClient({ client, claims, ...statement }: ClientStatement): Promise<string> {
    const whole = { ...statement, claims: { ...claims, client }, expiresIn: statementSeconds };
    return this.#sign(whole, clientStatementType);
  }

  #sign({ subject, chain, expiresIn, claims }: Assertion, typ: string): Promise<string> {
    const own = {
      iss: `trivium:${this.road}`,
      aud: assertionAudience,
      sub: subject,
      trv_chain: chain.map(formatLink),
    };
    return this.key.signJwt({ ...claims, ...own }, { typ, now: this.clock.now(), expiresIn });
  }
}
