import { narrow, type Wanted } from '../authority.js';
import type { DpopProof } from '../dpop/dpop-proof.js';
import type { IssueToken, TokenResponse } from './issue-token.js';
import { refusingAs } from './refusal.js';
import type { TokenClients } from './token-clients.js';
import type { AccessTokens } from './token-ports.js';
import type { PresentedClient } from './token-request.js';

/**
 * RFC 8693: a token becomes a narrower one on the same chain, never longer lived, so that whatever ends the parent ends it too.
 * Possession of a token is enough to shrink it.
 */
export class DeriveToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly clients: TokenClients,
    private readonly issueToken: IssueToken,
    private readonly settings: { readonly tokenSeconds: number },
  ) {}

  async execute(request: {
    readonly subjectToken: string;
    readonly client: PresentedClient;
    readonly wanted: Wanted;
    readonly proof?: DpopProof | undefined;
  }): Promise<TokenResponse> {
    const parent = await refusingAs('invalid_request', 'the subject token', () =>
      this.tokens.verify(request.subjectToken),
    );
    const client = await this.clients.recognise(parent, request.client);
    return this.issueToken.execute(narrow(parent, request.wanted), {
      kind: 'derived',
      lifetime: this.settings.tokenSeconds,
      refusal: 'invalid_request',
      proof: request.proof,
      parentId: parent.id,
      ...(client?.assertion && { client: client.assertion }),
    });
  }
}
