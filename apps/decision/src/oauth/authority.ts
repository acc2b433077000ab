import type { AuthorizationDetail } from '@trivium/contracts';
import type { Chain } from '@trivium/identity';
import { OAuthError } from './oauth.errors.js';

/** RFC 8693 section 4.1: who acts, and for whom they act in turn. */
export interface Actor {
  readonly sub: string;
  readonly act?: Actor;
}

/** What a presented assertion or token permits, and so the most that a token made from it may carry. */
export interface Authority {
  readonly subject: string;
  readonly clientId: string;
  readonly chain: Chain;
  readonly scope: readonly string[];
  readonly details: readonly AuthorizationDetail[];
  readonly audience: readonly string[];
  /** Seconds since the epoch; nothing made from this lives longer. */
  readonly notAfter: number;
  readonly actor?: Actor;
  /** RFC 7638 thumbprint of the key that must be proven whenever this is used (RFC 9449). */
  readonly boundTo?: string;
}

/** What a client asks for; what it leaves out it gets whole. */
export interface Wanted {
  readonly scope?: readonly string[];
  readonly details?: readonly AuthorizationDetail[];
  readonly audience?: readonly string[];
}

/** The authority with only what is wanted of it. Refuses, rather than trims, what exceeds it: a client must know what it holds. */
export function narrow(authority: Authority, wanted: Wanted): Authority {
  return {
    ...authority,
    scope: narrowScope(authority.scope, wanted.scope),
    details: narrowDetails(authority.details, wanted.details),
    audience: narrowAudience(authority, wanted.audience),
  };
}

function narrowScope(held: readonly string[], wanted: readonly string[] | undefined): readonly string[] {
  const excess = wanted?.filter((scope) => !held.includes(scope)) ?? [];
  if (excess.length > 0) throw new OAuthError('invalid_scope', `not held: ${excess.join(' ')}`);
  return wanted ?? held;
}

function narrowDetails(
  held: readonly AuthorizationDetail[],
  wanted: readonly AuthorizationDetail[] | undefined,
): readonly AuthorizationDetail[] {
  const excess = wanted?.find((detail) => !isCovered(detail, held));
  if (excess) {
    throw new OAuthError('invalid_authorization_details', `more is asked at "${excess.target}" than is held`);
  }
  return wanted ?? held;
}

/** Several details may speak of one target; together they permit the union of their actions. */
function isCovered(detail: AuthorizationDetail, held: readonly AuthorizationDetail[]): boolean {
  const actions = held
    .filter(({ type, target }) => type === detail.type && target === detail.target)
    .flatMap((one) => one.actions);
  return detail.actions.every((action) => actions.includes(action));
}

/** A token may be pointed at a target that its details name, never away from where it already points. */
function narrowAudience(authority: Authority, wanted: readonly string[] | undefined): readonly string[] {
  const reachable = [...authority.audience, ...authority.details.map(({ target }) => target)];
  const excess = wanted?.find((audience) => !reachable.includes(audience));
  if (excess !== undefined) throw new OAuthError('invalid_target', 'the audience is outside of what is held');
  return wanted ?? authority.audience;
}
