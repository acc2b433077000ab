import { authorizationDetail } from '@trivium/contracts';
import { linkOwner, MalformedChain, parseChain, type Chain, type Road } from '@trivium/identity';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { z } from 'zod';
import { clientKey, mayAttest, scopeText, UnusableAssertion } from '../road-assertion.js';
import type { Registration } from './registration.js';
import { secureAddress } from './secure-address.js';

/** `typ` of the statement with which a road makes one of its identities a client (RFC 7591 section 2.3). */
export const statementTyp = 'trv-client+jwt';

const text = z.string().min(1).max(1_000);
const conditions = z
  .record(text, z.union([text, z.array(text).min(1).max(50)]))
  .refine((all) => Object.keys(all).length > 0, 'needs at least one condition');

const claimsSchema = z.object({
  sub: z.string().min(1),
  iat: z.int(),
  trv_chain: z.array(z.string()).min(1),
  scope: scopeText.optional(),
  authorization_details: z.array(authorizationDetail).max(50).default([]),
  client: z.object({
    jwks: z.object({ keys: z.array(clientKey).min(1).max(10) }).optional(),
    jwks_uri: secureAddress.max(1_000).optional(),
    federated: z.object({ issuer: text, claims: conditions }).optional(),
    dpop_bound_access_tokens: z.boolean().default(false),
    /** Seconds since the epoch. */
    expires_at: z.int(),
  }),
});

/** Reads the claims of a statement whose signature, times, issuer and audience were checked. Throws `UnusableAssertion`. */
export async function readStatement(road: Road, claims: unknown): Promise<Registration> {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) throw new UnusableAssertion(`unreadable: ${pathsOf(parsed.error)}`);
  const { sub, iat, trv_chain, scope = [], authorization_details: details, client } = parsed.data;
  const ways = [client.jwks, client.jwks_uri, client.federated].filter((way) => way !== undefined);
  if (ways.length !== 1)
    throw new UnusableAssertion('a client has keys, an address of keys or a trusted issuer, one of them');
  return {
    clientId: sub,
    chain: clientChain(road, sub, trv_chain),
    keys: await Promise.all((client.jwks?.keys ?? []).map(named)),
    ...(client.jwks_uri !== undefined && { keysUrl: client.jwks_uri }),
    ...(client.federated && { federated: client.federated }),
    scope,
    details,
    dpopBound: client.dpop_bound_access_tokens,
    statedAt: new Date(iat * 1000),
    expiresAt: new Date(client.expires_at * 1000),
  };
}

/** An NHI is a client by one of its credentials, so that ending the credential ends it; an agent by itself. */
function clientChain(road: Road, subject: string, texts: readonly string[]): Chain {
  const chain = readChain(texts);
  const shape = chain.map(({ id }) => id.slice(0, 4)).join();
  const isClient = shape === 'nhi_,crd_' || shape === 'agt_';
  if (!isClient || !mayAttest(road, subject, chain) || linkOwner(subject) !== road)
    throw new UnusableAssertion('this chain is not that of a client');
  return chain;
}

function readChain(texts: readonly string[]): Chain {
  try {
    return parseChain(texts);
  } catch (cause) {
    if (cause instanceof MalformedChain) throw new UnusableAssertion(cause.message, { cause });
    throw cause;
  }
}

async function named(key: JWK): Promise<JWK> {
  return { ...key, kid: key.kid ?? (await calculateJwkThumbprint(key)) };
}

const pathsOf = (error: z.ZodError) => error.issues.map((issue) => issue.path.join('.')).join(', ');
