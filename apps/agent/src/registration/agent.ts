import type { AgentId, PersonId } from '@trivium/identity';
import { createPublicKey } from 'node:crypto';
import type { JWK } from 'jose';

/** What is suspended may be let act again; what is retired never. */
export type AgentState = 'active' | 'suspended' | 'retired';
export type AgentEnd = Exclude<AgentState, 'active'>;

/** Something that acts by itself: named, classified, owned by a person, and known by its own key. */
export interface Agent {
  readonly agentId: AgentId;
  readonly name: string;
  readonly classification: string;
  readonly ownerId: PersonId;
  readonly state: AgentState;
  /** One more each time that it is let act again. */
  readonly generation: number;
  /** Public keys only; a shared secret is refused. */
  readonly jwks: { readonly keys: readonly JWK[] };
  readonly registeredAt: Date;
}

export type KeyFault = 'private' | 'symmetric' | 'kind' | 'unusable';

/** What is wrong with a key that an agent wants to be known by. */
export function keyFault(key: Readonly<Record<string, unknown>>): KeyFault | undefined {
  if (key.kty === 'oct' || 'k' in key) return 'symmetric';
  if ('d' in key) return 'private';
  const known = (key.kty === 'OKP' && key.crv === 'Ed25519') || (key.kty === 'EC' && key.crv === 'P-256');
  if (!known) return 'kind';
  return isUsable(key) ? undefined : 'unusable';
}

/** A key whose point is missing, cut or on no curve would lock its agent out later. */
function isUsable(key: Readonly<Record<string, unknown>>): boolean {
  try {
    return createPublicKey({ key, format: 'jwk' }).type === 'public';
  } catch {
    return false;
  }
}
