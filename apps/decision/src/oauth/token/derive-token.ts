import type { AccessToken } from '../access-token.js';
import { narrow, type Wanted } from '../authority.js';
import { OAuthError } from '../oauth.errors.js';
import type { ClientAssertion, IssuanceStore } from './issuance.store.js';
import type { IssueToken, TokenResponse } from './issue-token.js';
import { refusingAs } from './refusal.js';
import type { AccessTokens, ClientAssertions } from './token-ports.js';
import type { PresentedClient } from './token-request.js';

/** RFC 8693: a token becomes a narrower one on the same chain, never longer lived, so that whatever ends the parent ends it too. */
export class DeriveToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly clients: ClientAssertions,
    private readonly store: IssuanceStore,
    private readonly issueToken: IssueToken,
    private readonly settings: { readonly tokenSeconds: number },
  ) {}

  async execute(request: {
    readonly subjectToken: string;
    readonly client: PresentedClient;
    readonly wanted: Wanted;
  }): Promise<TokenResponse> {
    const parent = await refusingAs('invalid_request', 'the subject token', () =>
      this.tokens.verify(request.subjectToken),
    );
    const client = await this.#authenticate(parent, request.client);
    return this.issueToken.execute(narrow(parent, request.wanted), {
      kind: 'derived',
      lifetime: this.settings.tokenSeconds,
      refusal: 'invalid_request',
      parentId: parent.id,
      ...(client && { client }),
    });
  }

  /** Possession of a token is enough to shrink it; but a client that says who it is must be believed or refused, not ignored. */
  async #authenticate(
    { id, clientId }: AccessToken,
    presented: PresentedClient,
  ): Promise<ClientAssertion | undefined> {
    if (presented.clientId !== undefined && presented.clientId !== clientId) {
      throw new OAuthError('invalid_client', 'client_id is not the client of the subject token');
    }
    const { assertion } = presented;
    if (!assertion) return undefined;
    const keys = await this.store.clientKeys(id);
    if (keys.length === 0)
      throw new OAuthError('invalid_client', 'the client of the subject token has no keys');
    return refusingAs('invalid_client', 'the client assertion', () =>
      this.clients.verify(assertion, clientId, keys),
    );
  }
}
