import type { AuthorizationDetail } from '@trivium/contracts';
import type { Chain } from '@trivium/identity';
import type { JWK } from 'jose';

/** Conditions on the claims of a foreign token: claim name, or JSON pointer (RFC 6901) into the claims, to the value or values it may have. */
export type ClaimConditions = Readonly<Record<string, string | readonly string[]>>;

/** A workload is recognised by what another issuer signs about it; no secret is stored anywhere. */
export interface Federated {
  /** The issuer of OIDC tokens, or `spiffe://<trust domain>`. */
  readonly issuer: string;
  readonly claims: ClaimConditions;
}

/** One way in which a client may prove itself: its road vouches for it, and the end of its chain ends it. */
export interface Registration {
  readonly clientId: string;
  readonly chain: Chain;
  readonly keys: readonly JWK[];
  /** Where it publishes its keys, if it does. */
  readonly keysUrl?: string;
  readonly federated?: Federated;
  readonly scope: readonly string[];
  readonly details: readonly AuthorizationDetail[];
  /** RFC 9449 section 5.2: it is given tokens that are bound to a key only. */
  readonly dpopBound: boolean;
  /** When the road said so; a later word replaces an earlier one. */
  readonly statedAt: Date;
  readonly expiresAt: Date;
}

/** The last link of the chain: the NHI's credential, or the agent. One registration each. */
export function credentialOf({ chain }: Pick<Registration, 'chain'>): string {
  return chain.at(-1)?.id ?? '';
}

/** Whether these claims are of the workload that the conditions describe; every condition must be met. */
export function meets(claims: Readonly<Record<string, unknown>>, conditions: ClaimConditions): boolean {
  return Object.entries(conditions).every(([name, wanted]) => {
    const allowed = typeof wanted === 'string' ? [wanted] : wanted;
    return valuesAt(claims, name).some((value) => allowed.includes(value));
  });
}

function valuesAt(claims: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const path = name.startsWith('/') ? name.slice(1).split('/').map(unescaped) : [name];
  const found = path.reduce<unknown>(
    (at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined),
    claims,
  );
  return (Array.isArray(found) ? found : [found]).flatMap(textOf);
}

const unescaped = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): readonly string[] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? [String(value)]
    : [];
}
