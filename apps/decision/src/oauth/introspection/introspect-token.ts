import { KeysUnavailable, TokenRefused } from '@trivium/credentials';
import { formatLink } from '@trivium/identity';
import type { ChainReader } from '@trivium/revocation';
import type { AccessToken } from '../access-token.js';
import { roadChain } from '../token-chain.js';
import type { AccessTokens } from '../token/token-ports.js';

/** `unknown`: the markers could not be read, which is answered like an ended token but is a fault of ours. */
export type IntrospectionOutcome = 'active' | 'inactive' | 'unknown';

export interface Introspection {
  readonly outcome: IntrospectionOutcome;
  /** RFC 7662 section 2.2, as JSON text. An inactive token is answered without any detail. */
  readonly body: string;
}

const inactive: Introspection = { outcome: 'inactive', body: '{"active":false}' };
const unknown: Introspection = { outcome: 'unknown', body: '{"active":false}' };

interface TokensWithMemory extends AccessTokens {
  known(token: string): AccessToken | undefined;
}

/** Active only if signature, times and the whole chain are good at this moment. The chain is read anew for every question. */
export class IntrospectToken {
  readonly #active = new WeakMap<AccessToken, Introspection>();

  constructor(
    private readonly tokens: TokensWithMemory,
    private readonly chains: ChainReader,
  ) {}

  async execute(token: string): Promise<Introspection> {
    const verified = this.tokens.known(token) ?? (await this.#verify(token));
    if (!verified) return inactive;
    const state = await this.chains.read(verified.chain);
    if (state.state === 'live') return this.#activeAnswer(verified);
    return state.reason === 'contained' ? inactive : unknown;
  }

  async #verify(token: string): Promise<AccessToken | undefined> {
    try {
      return await this.tokens.verify(token);
    } catch (error) {
      if (error instanceof TokenRefused || error instanceof KeysUnavailable) return undefined;
      throw error;
    }
  }

  /** Nothing in the answer changes while the token is active, so it is written once per token. */
  #activeAnswer(token: AccessToken): Introspection {
    const known = this.#active.get(token);
    if (known) return known;
    const answer: Introspection = { outcome: 'active', body: JSON.stringify(activeBody(token)) };
    this.#active.set(token, answer);
    return answer;
  }
}

function activeBody(token: AccessToken) {
  const { id, issuer, subject, clientId, audience, scope, details, chain, actor, issuedAt, notAfter } = token;
  const { boundTo } = token;
  return {
    active: true,
    token_type: boundTo ? 'DPoP' : 'Bearer',
    iss: issuer,
    sub: subject,
    aud: audience.length === 1 ? audience[0] : audience,
    client_id: clientId,
    jti: id,
    iat: issuedAt,
    exp: notAfter,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(details.length > 0 && { authorization_details: details }),
    ...(actor && { act: actor }),
    ...(boundTo && { cnf: { jkt: boundTo } }),
    trv_chain: roadChain(chain).map(formatLink),
  };
}
