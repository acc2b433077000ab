import { keySet, TokenRefused } from '@trivium/credentials';
import { linkOwner } from '@trivium/identity';
import type { AccessToken } from '../access-token.js';
import type { KnownClients } from '../clients/known-clients.js';
import { OAuthError } from '../oauth.errors.js';
import type { ClientAssertion, IssuanceStore } from './issuance.store.js';
import { refusingAs } from './refusal.js';
import type { ClientAssertions } from './token-ports.js';
import type { PresentedClient } from './token-request.js';

/** Whom the holder of a token proved to be. */
export interface Recognised {
  /** To be used up; absent where another issuer vouches for the client. */
  readonly assertion?: ClientAssertion;
}

/** Tells whether the client to which a token was issued is the one who presents it now. */
export class TokenClients {
  constructor(
    private readonly assertions: ClientAssertions,
    private readonly store: Pick<IssuanceStore, 'clientKeys'>,
    private readonly known: Pick<KnownClients, 'authenticate'>,
  ) {}

  /** Whether somebody else than the client of the token signs that it asks. */
  isOther(token: AccessToken, { assertion, clientId }: PresentedClient): boolean {
    if (assertion === undefined) return false;
    return (clientId ?? claimedBy(this.assertions, assertion)) !== token.clientId;
  }

  /** A client that says who it is must be believed or refused, not ignored; undefined for one that says nothing. */
  async recognise(
    { id, clientId }: AccessToken,
    presented: PresentedClient,
  ): Promise<Recognised | undefined> {
    if (presented.clientId !== undefined && presented.clientId !== clientId)
      throw new OAuthError('invalid_client', 'client_id is not the client of the token');
    const { assertion } = presented;
    if (!assertion) return undefined;
    const keys = await this.store.clientKeys(id);
    if (keys.length === 0) return this.#registered(clientId, presented);
    return {
      assertion: await refusingAs('invalid_client', 'the client assertion', () =>
        this.assertions.verify(assertion, clientId, keySet(keys)),
      ),
    };
  }

  /** The same, but a client that can prove itself must: for what possession of the token alone may not do. */
  async require(token: AccessToken, presented: PresentedClient): Promise<Recognised | undefined> {
    const recognised = await this.recognise(token, presented);
    if (recognised || !isClient(token.clientId)) return recognised;
    throw new OAuthError('invalid_client', 'the client of the token must send a client_assertion');
  }

  async #registered(clientId: string, presented: PresentedClient): Promise<Recognised> {
    if (!isClient(clientId)) throw new OAuthError('invalid_client', 'the client of the token has no keys');
    const { registration, assertion } = await this.known.authenticate(presented);
    if (registration.clientId !== clientId)
      throw new OAuthError('invalid_client', 'the token was issued to another client');
    return assertion ? { assertion } : {};
  }
}

/** Undefined for what is no JWT, which its check will refuse. */
function claimedBy(assertions: ClientAssertions, assertion: string): string | undefined {
  try {
    return assertions.claimedClient(assertion);
  } catch (error) {
    if (error instanceof TokenRefused) return undefined;
    throw error;
  }
}

/** NHIs and agents are clients by themselves; what a road fetched for somebody has the road for a client, which proves nothing here. */
const isClient = (clientId: string) => linkOwner(clientId) !== undefined;
