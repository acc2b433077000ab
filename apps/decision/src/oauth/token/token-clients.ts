import type { AccessToken } from '../access-token.js';
import { OAuthError } from '../oauth.errors.js';
import type { ClientAssertion, IssuanceStore } from './issuance.store.js';
import { refusingAs } from './refusal.js';
import type { ClientAssertions } from './token-ports.js';
import type { PresentedClient } from './token-request.js';

/** Tells whether the client to which a token was issued is the one who presents it now. */
export class TokenClients {
  constructor(
    private readonly assertions: ClientAssertions,
    private readonly store: Pick<IssuanceStore, 'clientKeys'>,
  ) {}

  /** A client that says who it is must be believed or refused, not ignored; undefined for one that says nothing. */
  async recognise(
    { id, clientId }: AccessToken,
    presented: PresentedClient,
  ): Promise<ClientAssertion | undefined> {
    if (presented.clientId !== undefined && presented.clientId !== clientId)
      throw new OAuthError('invalid_client', 'client_id is not the client of the token');
    const { assertion } = presented;
    if (!assertion) return undefined;
    const keys = await this.store.clientKeys(id);
    if (keys.length === 0) throw new OAuthError('invalid_client', 'the client of the token has no keys');
    return refusingAs('invalid_client', 'the client assertion', () =>
      this.assertions.verify(assertion, clientId, keys),
    );
  }

  /** The same, but a client that has keys must use them: for what possession of the token alone may not do. */
  async require(token: AccessToken, presented: PresentedClient): Promise<ClientAssertion | undefined> {
    const recognised = await this.recognise(token, presented);
    if (recognised || (await this.store.clientKeys(token.id)).length === 0) return recognised;
    throw new OAuthError('invalid_client', 'the client of the token must sign a client_assertion');
  }
}
