import { authorizationDetail } from '@trivium/contracts';
import { formatLink, MalformedChain, maxChainLength, type Chain } from '@trivium/identity';
import { TokenRefused } from '@trivium/credentials';
import { z } from 'zod';
import type { Actor, Authority } from './authority.js';
import { scopeText } from './road-assertion.js';
import { chainOfToken, lineageOf, maxLineage, roadChain } from './token-chain.js';

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

/** The claims of a token that carries this authority; `iat`, `exp` and `jti` are the signer's. */
export function accessTokenClaims(authority: Authority, issuer: string) {
  const { subject, clientId, audience, scope, details, chain, actor: act, boundTo } = authority;
  const ancestors = lineageOf(chain);
  return {
    iss: issuer,
    sub: subject,
    aud: audience.length === 1 ? audience[0] : [...audience],
    client_id: clientId,
    ...(scope.length > 0 && { scope: scope.join(' ') }),
    ...(details.length > 0 && { authorization_details: details }),
    trv_chain: roadChain(chain).map(formatLink),
    ...(ancestors.length > 0 && { trv_tokens: ancestors }),
    ...(act && { act }),
    ...(boundTo && { cnf: { jkt: boundTo } }),
  };
}

/** Throws `TokenRefused` for claims that we would not have written. */
export function readAccessToken(claims: unknown): AccessToken {
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
    chain: readChain(trv_chain, trv_tokens, jti),
    ...(act && { actor: act }),
    ...(cnf && { boundTo: cnf.jkt }),
  };
}

function readChain(roads: readonly string[], ancestors: readonly string[], id: string): Chain {
  try {
    return chainOfToken(roads, ancestors, id);
  } catch (cause) {
    if (cause instanceof MalformedChain) throw new TokenRefused('claim', { cause });
    throw cause;
  }
}
