import { TokenRefused } from '@trivium/credentials';
import type { Clock } from '@trivium/runtime';
import type { AccessToken } from '../access-token.js';
import { refusingAs, refusingReplays } from '../token/refusal.js';
import type { TokenClients } from '../token/token-clients.js';
import type { AccessTokens } from '../token/token-ports.js';
import type { PresentedClient } from '../token/token-request.js';
import type { TokenDenials } from './token-denials.js';

/** RFC 7009: a client gives a token back; it and everything derived from it is dead when this returns. */
export class RevokeToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly clients: TokenClients,
    private readonly denials: TokenDenials,
    private readonly clock: Clock,
  ) {}

  /** A token that is none of ours, or over, needs no end: RFC 7009 section 2.2 calls that a success. */
  async execute(request: { readonly token: string; readonly client: PresentedClient }): Promise<void> {
    const token = await this.#read(request.token);
    if (!token) return;
    const client = await this.clients.require(token, request.client);
    const denial = { token, at: this.clock.now(), ...(client?.assertion && { client: client.assertion }) };
    await refusingReplays(() => this.denials.deny(denial));
  }

  async #read(token: string): Promise<AccessToken | undefined> {
    try {
      return await this.tokens.verify(token);
    } catch (error) {
      if (error instanceof TokenRefused) return undefined;
      return refusingAs('invalid_request', 'the token', () => Promise.reject(error));
    }
  }
}
