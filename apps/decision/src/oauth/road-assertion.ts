import { authorizationDetail, type AuthorizationDetail } from '@trivium/contracts';
import {
  linkOwner,
  maxChainLength,
  MalformedChain,
  parseChain,
  roads,
  type Chain,
  type Road,
} from '@trivium/identity';
import type { JWK } from 'jose';
import { z } from 'zod';

/** `typ` of the assertions with which a road says what one of its subjects may do. */
export const assertionTyp = 'trv-grant+jwt';
export const assertionIssuer = (road: Road) => `trivium:${road}`;

/** RFC 6749 section 3.3. */
export const scopeText = z
  .string()
  .max(2_000)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/)
  .transform((text) => text.split(' '));

/** Only public keys, of the two kinds that may sign a client assertion. */
export const clientKey = z.union([
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string().optional() }),
  z.object({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    kid: z.string().optional(),
  }),
]);

const claimsSchema = z.object({
  iss: z.enum(roads.map(assertionIssuer) as [string, ...string[]]),
  sub: z.string().min(1),
  jti: z.string().min(1).max(200),
  exp: z.int(),
  trv_chain: z.array(z.string()).min(1).max(maxChainLength),
  scope: scopeText.optional(),
  authorization_details: z.array(authorizationDetail).max(50).default([]),
  may_act: z.object({ sub: z.string() }).optional(),
  agent_jwks: z.object({ keys: z.array(clientKey).min(1).max(10) }).optional(),
});

/** What the delegation of an assertion says about the agent that may use it. */
export interface DelegatedTo {
  readonly agentId: string;
  readonly delegationId: string;
  readonly keys: readonly JWK[];
}

/** A road's signed word, believed. */
export interface RoadAssertion {
  readonly road: Road;
  readonly id: string;
  readonly subject: string;
  readonly chain: Chain;
  readonly scope: readonly string[];
  readonly details: readonly AuthorizationDetail[];
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly delegatedTo?: DelegatedTo;
}

/** The road signed something that it may not say, or that says nothing usable. */
export class UnusableAssertion extends Error {
  readonly code = 'ERR_UNUSABLE_ASSERTION';
}

/** Reads the claims of an assertion whose signature, times, issuer and audience were checked. */
export function readAssertion(claims: unknown): RoadAssertion {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) {
    throw new UnusableAssertion(
      `its claims cannot be read: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}`,
    );
  }
  const { iss, sub, jti, exp, scope = [], authorization_details: details, ...rest } = parsed.data;
  const road = roads.find((one) => assertionIssuer(one) === iss);
  if (!road) throw new UnusableAssertion('no road issues this');
  const chain = readChain(rest.trv_chain);
  if (!mayAttest(road, sub, chain)) throw new UnusableAssertion(`${iss} may not speak for this chain`);
  const delegatedTo = readDelegation(chain, jti, rest);
  return {
    road,
    id: jti,
    subject: sub,
    chain,
    scope,
    details,
    expiresAt: exp,
    ...(delegatedTo && { delegatedTo }),
  };
}

function readChain(texts: readonly string[]): Chain {
  try {
    return parseChain(texts);
  } catch (cause) {
    if (cause instanceof MalformedChain) throw new UnusableAssertion(cause.message, { cause });
    throw cause;
  }
}

/**
 * Which chains a road may vouch for: people's and workloads' roads for their own links only (an NHI's chain names no person),
 * the agent road for its own links below the person who delegated.
 */
export function mayAttest(road: Road, subject: string, chain: Chain): boolean {
  const owners = chain.map((link) => linkOwner(link.id));
  if (chain[0]?.id !== subject || owners.at(-1) !== road) return false;
  if (road !== 'agent') return owners.every((owner) => owner === road);
  return owners.every((owner, at) => owner === 'agent' || (owner === 'workforce' && at === 0));
}

type DelegationClaims = Pick<z.output<typeof claimsSchema>, 'may_act' | 'agent_jwks'>;

function readDelegation(chain: Chain, jti: string, claims: DelegationClaims): DelegatedTo | undefined {
  if (!claims.may_act) return undefined;
  const agentId = claims.may_act.sub;
  const names = (id: string) => chain.some((link) => link.id === id);
  if (!claims.agent_jwks) throw new UnusableAssertion('a delegation without the keys of its agent');
  if (!agentId.startsWith('agt_') || !names(agentId))
    throw new UnusableAssertion('the agent is no link of the chain');
  if (!jti.startsWith('dlg_') || !names(jti))
    throw new UnusableAssertion('the delegation is no link of the chain');
  return { agentId, delegationId: jti, keys: claims.agent_jwks.keys };
}
