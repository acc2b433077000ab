import type { AuthorizationDetail } from '@trivium/contracts';
import { newTokenId, type Chain, type Link } from '@trivium/identity';
import type { ChainReader, ChainState } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { JWK } from 'jose';
import type { Authority } from '../authority.js';
import type { DpopProof } from '../dpop/dpop-proof.js';
import { OAuthError, type OAuthErrorCode } from '../oauth.errors.js';
import type { ClientAssertion, IssuanceStore, IssuedToken, StartedTask } from './issuance.store.js';
import { refusingReplays } from './refusal.js';
import { keysOf, lineageOf, maxLineage } from '../token-chain.js';
import type { TokenSigner } from './token-ports.js';
import { tokenTypes } from './token-request.js';

/** RFC 6749 section 5.1, with RFC 8693 section 2.2.1 and RFC 9396 section 7. */
export interface TokenResponse {
  readonly access_token: string;
  readonly issued_token_type?: string;
  readonly token_type: 'Bearer' | 'DPoP';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope?: string;
  readonly authorization_details?: readonly AuthorizationDetail[];
}

export interface IssueOrder {
  readonly kind: IssuedToken['kind'];
  /** Seconds that the token lives if nothing it is made from ends earlier. */
  readonly lifetime: number;
  /** RFC 8693 wants `invalid_request` where RFC 7523 wants `invalid_grant` for the same refusal. */
  readonly refusal: OAuthErrorCode;
  readonly parentId?: string;
  readonly client?: ClientAssertion;
  readonly clientKeys?: readonly JWK[];
  /** Binds the token to the key that was proven (RFC 9449 section 5). */
  readonly proof?: DpopProof | undefined;
  /** The client takes bound tokens only. */
  readonly mustBeBound?: boolean;
  readonly task?: StartedTask;
}

/**
 * Signs a token, remembers it, and answers only if its chain is live *after* that: a revocation that races with the issuance is
 * either seen here, or its marker comes later and ends the token at every check. Whoever was told "contained" never sees it active.
 */
export class IssueToken {
  constructor(
    private readonly signer: TokenSigner,
    private readonly store: IssuanceStore,
    private readonly chains: ChainReader,
    private readonly clock: Clock,
  ) {}

  async execute(given: Authority, order: IssueOrder): Promise<TokenResponse> {
    const authority = bound(given, order);
    checkLineage(authority, order);
    await this.requireLive(authority.chain, order.refusal);
    const now = this.clock.now();
    const expiresIn = lifetimeOf(authority, order, now);
    const id = newTokenId();
    const { text, key } = await this.signer.sign(authority, { id, now, expiresIn });
    await this.#record(authority, order, { id, now, expiresIn });
    await this.#requireStillLive(authority.chain, key, order.refusal);
    return response(authority, order, text, expiresIn);
  }

  /** Refuses a chain that is cut anywhere, and says "not now" for one that cannot be read. */
  async requireLive(chain: Chain, refusal: OAuthErrorCode): Promise<void> {
    refuseUnlessLive(await this.chains.read(chain), refusal);
  }

  /** A key that was withdrawn while it signed says nothing about the access: the next key will sign. */
  async #requireStillLive(chain: Chain, key: Link, refusal: OAuthErrorCode): Promise<void> {
    const state = await this.chains.read([...chain, key]);
    if (state.state === 'denied' && state.reason === 'contained' && state.link.id === key.id)
      throw new OAuthError('temporarily_unavailable', 'the signing key was withdrawn at this moment');
    refuseUnlessLive(state, refusal);
  }

  async #record(
    authority: Authority,
    order: IssueOrder,
    times: { id: string; now: Date; expiresIn: number },
  ): Promise<void> {
    const { kind, parentId, client, clientKeys, proof, task } = order;
    const { subject, clientId, chain } = authority;
    const expiresAt = new Date(Math.floor(times.now.getTime() / 1000) * 1000 + times.expiresIn * 1000);
    const token = { id: times.id, kind, subject, clientId, chain, issuedAt: times.now, expiresAt };
    await refusingReplays(() =>
      this.store.record({
        token: { ...token, ...(parentId && { parentId }), ...(clientKeys && { clientKeys }) },
        ...(client && { client }),
        ...(proof && { proof }),
        ...(task && { task }),
      }),
    );
  }
}

function refuseUnlessLive(state: ChainState, refusal: OAuthErrorCode): void {
  if (state.state === 'live') return;
  if (state.reason !== 'contained')
    throw new OAuthError(
      'temporarily_unavailable',
      'whether the access behind it has ended cannot be known now',
    );
  if (keysOf([state.link]).length > 0) throw new OAuthError(refusal, 'the key that signed it was withdrawn');
  throw new OAuthError(refusal, 'the access behind it has ended', { reason: 'contained' });
}

/** A token that is made from a bound one is bound to the same key, whose proof is asked for again. */
function bound(authority: Authority, { proof, mustBeBound }: IssueOrder): Authority {
  const { boundTo } = authority;
  if (boundTo !== undefined && proof?.jkt !== boundTo)
    throw new OAuthError('invalid_dpop_proof', 'the token is bound to a key that was not proven');
  if (mustBeBound && !proof) throw new OAuthError('invalid_request', 'this client must send a DPoP proof');
  return proof ? { ...authority, boundTo: proof.jkt } : authority;
}

function checkLineage({ chain }: Authority, { refusal }: IssueOrder): void {
  if (lineageOf(chain).length > maxLineage)
    throw new OAuthError(refusal, `it was exchanged ${maxLineage} times already`);
}

function lifetimeOf(authority: Authority, order: IssueOrder, now: Date): number {
  const left = authority.notAfter - Math.floor(now.getTime() / 1000);
  if (left <= 0) throw new OAuthError(order.refusal, 'what it is made from has expired');
  return Math.min(order.lifetime, left);
}

const exchanged: ReadonlySet<IssueOrder['kind']> = new Set(['task', 'derived']);

function response(
  authority: Authority,
  order: IssueOrder,
  accessToken: string,
  expiresIn: number,
): TokenResponse {
  const { scope, details } = authority;
  return {
    access_token: accessToken,
    ...(exchanged.has(order.kind) && { issued_token_type: tokenTypes.accessToken }),
    token_type: authority.boundTo ? 'DPoP' : 'Bearer',
    expires_in: expiresIn,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(details.length > 0 && { authorization_details: details }),
  };
}
