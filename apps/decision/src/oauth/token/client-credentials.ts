import { narrow, type Authority, type Wanted } from '../authority.js';
import type { DpopProof } from '../dpop/dpop-proof.js';
import type { KnownClient, KnownClients } from '../clients/known-clients.js';
import type { IssueToken, TokenResponse } from './issue-token.js';
import type { PresentedClient } from './token-request.js';

/** RFC 6749 section 4.4: a workload or agent asks in its own name, and gets what its road registered for it. */
export class ClientCredentials {
  constructor(
    private readonly clients: KnownClients,
    private readonly issueToken: IssueToken,
    private readonly settings: { readonly defaultAudience: string; readonly tokenSeconds: number },
  ) {}

  async execute(request: {
    readonly client: PresentedClient;
    readonly wanted: Wanted;
    readonly proof?: DpopProof | undefined;
  }): Promise<TokenResponse> {
    const client = await this.clients.authenticate(request.client);
    return this.issueToken.execute(narrow(this.#authorityOf(client), request.wanted), {
      kind: 'client',
      lifetime: this.settings.tokenSeconds,
      refusal: 'invalid_client',
      mustBeBound: client.registration.dpopBound,
      proof: request.proof,
      ...(client.assertion && { client: client.assertion }),
    });
  }

  #authorityOf({ registration, notAfter }: KnownClient): Authority {
    const { clientId, chain, scope, details } = registration;
    const audience = [this.settings.defaultAudience];
    return { subject: clientId, clientId, chain, scope, details, audience, notAfter };
  }
}
