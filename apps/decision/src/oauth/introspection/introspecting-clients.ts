import type { KnownClients } from '../clients/known-clients.js';
import type { IssuanceStore } from '../token/issuance.store.js';
import type { IssueToken } from '../token/issue-token.js';
import { refusingReplays } from '../token/refusal.js';
import type { PresentedClient } from '../token/token-request.js';

/** Clients of the token endpoint that introspect as what they are there (RFC 7662 section 2.1). */
export class IntrospectingClients {
  constructor(
    private readonly known: Pick<KnownClients, 'authenticate'>,
    private readonly store: Pick<IssuanceStore, 'useUp'>,
    private readonly tokens: Pick<IssueToken, 'requireLive'>,
  ) {}

  /** The id of the client, whose assertion is used up. Throws `OAuthError`. */
  async authenticate(presented: PresentedClient): Promise<string> {
    const { registration, assertion } = await this.known.authenticate(presented);
    await this.tokens.requireLive(registration.chain, 'invalid_client');
    if (assertion) await refusingReplays(() => this.store.useUp(assertion));
    return registration.clientId;
  }
}
