import { formatLink, maxChainLength, type Chain } from '@trivium/identity';
import type { AccessToken } from '../access-token.js';
import { narrow, type Authority, type Wanted } from '../authority.js';
import type { DpopProof } from '../dpop/dpop-proof.js';
import { OAuthError } from '../oauth.errors.js';
import { keyLink, keysOf, lineageOf, roadChain, tokenLink } from '../token-chain.js';
import type { ActingParties, ActingParty } from './acting-parties.js';
import type { IssueOrder, IssueToken, TokenResponse } from './issue-token.js';
import { refusingAs } from './refusal.js';
import type { TokenClients } from './token-clients.js';
import type { AccessTokens } from './token-ports.js';
import type { PresentedActor, PresentedClient } from './token-request.js';

export interface DeriveRequest {
  readonly subjectToken: string;
  readonly actor?: PresentedActor | undefined;
  readonly client: PresentedClient;
  readonly wanted: Wanted;
  readonly proof?: DpopProof | undefined;
}

/**
 * RFC 8693: a token becomes a narrower one on the same chain, never longer lived, so that whatever ends the parent ends it too.
 * Possession of a token is enough to shrink it. With an actor it is for that actor, and depends on both.
 */
export class DeriveToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly clients: TokenClients,
    private readonly actors: ActingParties,
    private readonly issueToken: IssueToken,
    private readonly settings: { readonly tokenSeconds: number },
  ) {}

  async execute(request: DeriveRequest): Promise<TokenResponse> {
    const parent = await refusingAs('invalid_request', 'the subject token', () =>
      this.tokens.verify(request.subjectToken),
    );
    const { authority, ...order } = request.actor
      ? await this.#forActor(parent, request.actor, request.proof)
      : await this.#forHolder(parent, request.client);
    return this.issueToken.execute(narrow(authority, request.wanted), {
      ...order,
      kind: 'derived',
      lifetime: this.settings.tokenSeconds,
      refusal: 'invalid_request',
      proof: request.proof,
      parentId: parent.id,
    });
  }

  async #forHolder(parent: AccessToken, presented: PresentedClient): Promise<Derivation> {
    if (this.clients.isOther(parent, presented)) return this.#forClient(parent, presented);
    const client = await this.clients.recognise(parent, presented);
    return { authority: parent, ...(client?.assertion && { client: client.assertion }) };
  }

  /** RFC 8693 without an actor token: the client that authenticates is the one who acts, and is named as such. */
  async #forClient(parent: AccessToken, presented: PresentedClient): Promise<Derivation> {
    const { assertion: client, ...party } = await this.actors.asClient(presented);
    const authority = party.clientId === parent.clientId ? parent : actedFor(parent, party);
    return { authority, clientKeys: party.clientKeys, ...(client && { client }) };
  }

  async #forActor(
    parent: AccessToken,
    presented: PresentedActor,
    proof: DpopProof | undefined,
  ): Promise<Derivation> {
    const actor = await this.actors.prove(presented, proof);
    const { assertion: client, clientKeys } = actor;
    return { authority: actedFor(parent, actor), clientKeys, ...(client && { client }) };
  }
}

type Derivation = Pick<IssueOrder, 'client' | 'clientKeys'> & { readonly authority: Authority };

/** The subject's authority in the hands of the actor: outermost in `act` is who acts now (RFC 8693 section 4.1). */
export function actedFor(parent: Authority, { id, clientId, chain, notAfter }: ActingParty): Authority {
  const { actor: before } = parent;
  return {
    ...parent,
    clientId,
    chain: joined(parent.chain, chain),
    notAfter: Math.min(parent.notAfter, notAfter),
    actor: { sub: id, ...(before && { act: before }) },
  };
}

/** Whatever ends either ends what both are needed for. */
function joined(subject: Chain, actor: Chain): Chain {
  const roads = new Map([...roadChain(subject), ...roadChain(actor)].map((link) => [formatLink(link), link]));
  if (roads.size > maxChainLength)
    throw new OAuthError(
      'invalid_request',
      `subject and actor together depend on more than ${maxChainLength} links`,
    );
  const keys = new Set([...keysOf(subject), ...keysOf(actor)]);
  const tokens = new Set([...lineageOf(subject), ...lineageOf(actor)]);
  return [...roads.values(), ...[...keys].map(keyLink), ...[...tokens].map(tokenLink)];
}
