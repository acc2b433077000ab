import { keySet, KeysUnavailable, TokenRefused, type KeySet } from '@trivium/credentials';
import type { Clock } from '@trivium/runtime';
import { OAuthError } from '../oauth.errors.js';
import type { ClientAssertion } from '../token/issuance.store.js';
import { refusingAs } from '../token/refusal.js';
import type { ClientAssertions } from '../token/token-ports.js';
import type { PresentedClient } from '../token/token-request.js';
import type { ClientKeys } from './client-keys.js';
import type { ClientStore } from './client.store.js';
import type { ForeignTokens } from './foreign-tokens.js';
import type { Registration } from './registration.js';

/** A client that has proven who it is, by which of its registrations, and until when the proof itself lasts. */
export interface KnownClient {
  readonly registration: Registration;
  /** To be used up with what it asks for; absent where another issuer vouches for it. */
  readonly assertion?: ClientAssertion;
  /** Seconds since the epoch; what is made from the proof ends no later. */
  readonly notAfter: number;
}

/** Recognises registered clients: by a JWT that they sign (RFC 7523), or by one that an issuer they trust signed about them. */
export class KnownClients {
  constructor(
    private readonly store: ClientStore,
    private readonly assertions: ClientAssertions,
    private readonly foreign: ForeignTokens,
    private readonly published: ClientKeys,
    private readonly clock: Clock,
  ) {}

  async authenticate(presented: PresentedClient): Promise<KnownClient> {
    const { assertion } = presented;
    if (!assertion) throw new OAuthError('invalid_client', 'the client must send a client_assertion');
    return refusingAs('invalid_client', 'the client assertion', () =>
      this.foreign.accepts(assertion)
        ? this.#vouchedFor(assertion, presented.clientId)
        : this.#signedByItself(assertion, presented.clientId),
    );
  }

  async #signedByItself(assertion: string, claimed: string | undefined): Promise<KnownClient> {
    const clientId = this.assertions.claimedClient(assertion);
    if (claimed !== undefined && claimed !== clientId)
      throw new OAuthError('invalid_client', 'client_id is not the issuer of the assertion');
    const registrations = await this.store.ofClient(clientId, this.clock.now());
    let refusal: Error = new TokenRefused('unknown-key');
    for (const registration of registrations) {
      const keys = this.#keysOf(registration);
      if (!keys) continue;
      try {
        const verified = await this.assertions.verify(assertion, clientId, keys);
        return { registration, assertion: verified, notAfter: endOf(registration) };
      } catch (error) {
        refusal = worse(refusal, error);
      }
    }
    throw refusal;
  }

  #keysOf({ keys, keysUrl }: Registration): KeySet | undefined {
    if (keysUrl !== undefined) return this.published.at(keysUrl);
    return keys.length > 0 ? keySet(keys) : undefined;
  }

  async #vouchedFor(assertion: string, claimed: string | undefined): Promise<KnownClient> {
    const token = await this.foreign.verify(assertion);
    const trusting = await this.store.trusting(token.issuer, this.clock.now());
    const described = trusting.filter(({ clientId, federated }) => {
      return federated && token.meets(federated.claims) && (claimed === undefined || claimed === clientId);
    });
    const registration = described[0];
    if (!registration) throw new OAuthError('invalid_client', 'no client trusts its issuer to say this');
    if (described.some(({ clientId }) => clientId !== registration.clientId))
      throw new OAuthError('invalid_client', 'it describes several clients; client_id must say which');
    return { registration, notAfter: Math.min(endOf(registration), token.expiresAt) };
  }
}

/** Of several refusals, that keys could not be had: with those it might have been good. */
function worse(before: Error, now: unknown): Error {
  if (now instanceof KeysUnavailable) return now;
  if (now instanceof TokenRefused) return before instanceof KeysUnavailable ? before : now;
  throw now;
}

const endOf = ({ expiresAt }: Registration) => Math.floor(expiresAt.getTime() / 1000);
