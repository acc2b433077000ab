import type { Chain } from '@trivium/identity';
import type { JWK } from 'jose';
import type { KnownClient, KnownClients } from '../clients/known-clients.js';
import type { DpopProof } from '../dpop/dpop-proof.js';
import { OAuthError } from '../oauth.errors.js';
import type { ClientAssertion, IssuanceStore } from './issuance.store.js';
import { refusingAs } from './refusal.js';
import type { AccessTokens } from './token-ports.js';
import type { PresentedActor, PresentedClient } from './token-request.js';

/** Somebody who acts for the subject of a token, proven. */
export interface ActingParty {
  readonly id: string;
  readonly clientId: string;
  /** What its own access depends on; what it is given depends on it too. */
  readonly chain: Chain;
  /** Seconds since the epoch. */
  readonly notAfter: number;
  readonly clientKeys: readonly JWK[];
  /** To be used up; absent where a token of ours or another issuer speaks for it. */
  readonly assertion?: ClientAssertion;
}

/** Proves the actor of an exchange (RFC 8693 section 2.1): by an access token of ours, or by its workload identity. */
export class ActingParties {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly store: Pick<IssuanceStore, 'clientKeys'>,
    private readonly known: Pick<KnownClients, 'authenticate'>,
  ) {}

  prove({ kind, token }: PresentedActor, proof: DpopProof | undefined): Promise<ActingParty> {
    return kind === 'access_token' ? this.#byToken(token, proof) : this.#byIdentity(token);
  }

  async #byToken(text: string, proof: DpopProof | undefined): Promise<ActingParty> {
    const token = await refusingAs('invalid_request', 'the actor token', () => this.tokens.verify(text));
    if (token.boundTo !== undefined && token.boundTo !== proof?.jkt)
      throw new OAuthError('invalid_dpop_proof', 'the actor token is bound to a key that was not proven');
    const { subject: id, clientId, chain, notAfter } = token;
    return { id, clientId, chain, notAfter, clientKeys: await this.store.clientKeys(token.id) };
  }

  /** A registered client that asks for itself what somebody else's token permits: it is the one who acts. */
  async asClient(presented: PresentedClient): Promise<ActingParty> {
    return partyOf(await this.known.authenticate(presented));
  }

  async #byIdentity(assertion: string): Promise<ActingParty> {
    return partyOf(await this.#authenticate(assertion));
  }

  /** RFC 8693 section 2.2.2: an actor token that is not valid is an invalid request, not an unknown client. */
  async #authenticate(assertion: string) {
    try {
      return await this.known.authenticate({ assertion });
    } catch (error) {
      if (error instanceof OAuthError && error.error === 'invalid_client')
        throw new OAuthError('invalid_request', `the actor token is not accepted: ${error.description}`, {
          cause: error,
        });
      throw error;
    }
  }
}

function partyOf({ registration, assertion, notAfter }: KnownClient): ActingParty {
  const { clientId, chain } = registration;
  return { id: clientId, clientId, chain, notAfter, clientKeys: [], ...(assertion && { assertion }) };
}
