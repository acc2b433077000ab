import { authorizationDetail } from '@trivium/contracts';
import { formatLink, MalformedChain, maxChainLength, type Chain } from '@trivium/identity';
import { TokenRefused } from '@trivium/credentials';
import { z } from 'zod';
import type { Actor, Authority } from './authority.js';
import { scopeText } from './road-assertion.js';
import { chainOfToken, keysOf, lineageOf, maxLineage, roadChain, type TokenLineage } from './token-chain.js';

/** RFC 9068 section 2.1. */
export const accessTokenTyp = 'at+jwt';
export const accessTokenAlgorithm = 'ES256';

const actor: z.ZodType<Actor> = z.lazy(
  () => z.object({ sub: z.string(), act: actor.optional() }) as z.ZodType<Actor>,
);

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]),
  client_id: z.string(),
  jti: z.string(),
  iat: z.int(),
  exp: z.int(),
  scope: scopeText.optional(),
  authorization_details: z.array(authorizationDetail).default([]),
  trv_chain: z.array(z.string()).max(maxChainLength),
  /** The tokens that this one was made from, oldest first; `jti` is the last link. */
  trv_tokens: z.array(z.string()).max(maxLineage).default([]),
  /** Other keys than its own that signed those. */
  trv_keys: z.array(z.string()).max(maxLineage).default([]),
  act: actor.optional(),
  cnf: z.object({ jkt: z.string() }).optional(),
});

/** An access token of ours whose signature and times were checked. */
export interface AccessToken extends Authority {
  readonly id: string;
  readonly issuer: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
}

/** The claims of a token that carries this authority and is signed with this key; `iat`, `exp` and `jti` are the signer's. */
export function accessTokenClaims(authority: Authority, issuer: string, kid: string) {
  const { subject, clientId, audience, scope, details, chain, actor: act, boundTo } = authority;
  const ancestors = lineageOf(chain);
  const keys = keysOf(chain).filter((key) => key !== kid);
  return {
    iss: issuer,
    sub: subject,
    aud: audience.length === 1 ? audience[0] : [...audience],
    client_id: clientId,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(details.length > 0 && { authorization_details: details }),
    trv_chain: roadChain(chain).map(formatLink),
    ...(ancestors.length > 0 && { trv_tokens: ancestors }),
    ...(keys.length > 0 && { trv_keys: keys }),
    ...(act && { act }),
    ...(boundTo && { cnf: { jkt: boundTo } }),
  };
}

/** `kid` is the key that signed them. Throws `TokenRefused` for claims that we would not have written. */
export function readAccessToken(claims: unknown, kid: string): AccessToken {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) throw new TokenRefused('claim', { cause: parsed.error });
  const {
    iss,
    sub,
    aud,
    client_id,
    jti,
    iat,
    exp,
    scope = [],
    authorization_details: details,
    trv_chain,
    trv_tokens,
    trv_keys,
    act,
    cnf,
  } = parsed.data;
  return {
    id: jti,
    issuer: iss,
    issuedAt: iat,
    notAfter: exp,
    subject: sub,
    audience: aud,
    clientId: client_id,
    scope,
    details,
    chain: readChain({ roads: trv_chain, keys: [...trv_keys, kid], ancestors: trv_tokens, id: jti }),
    ...(act && { actor: act }),
    ...(cnf && { boundTo: cnf.jkt }),
  };
}

function readChain(lineage: TokenLineage): Chain {
  try {
    return chainOfToken(lineage);
  } catch (cause) {
    if (cause instanceof MalformedChain) throw new TokenRefused('claim', { cause });
    throw cause;
  }
}
