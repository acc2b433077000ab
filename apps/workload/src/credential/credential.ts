import type { CredentialId, NhiId } from '@trivium/identity';

export interface Credential {
  readonly credentialId: CredentialId;
  readonly nhiId: NhiId;
  readonly target: string;
  /** How scanners call secrets of this kind (`postgres_connection_string`). */
  readonly secretTypes: readonly string[];
  /** One more with each rotation: what was derived from the former secret is denied. */
  readonly generation: number;
  readonly state: 'wanted' | 'active' | 'rotating' | 'ended';
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A login name that every kind of target accepts. */
export function credentialAccountName(credentialId: CredentialId): string {
  return `s_${credentialId.slice(4).replaceAll('-', '').slice(0, 28)}`;
}

export interface LeakFacts {
  readonly secretType: string;
  /** Of the leaked value, where the scanner sent it. */
  readonly fingerprint?: string | undefined;
}

/** A credential of an identity whose code lives in the repository of the alert, with the fingerprint of its secret. */
export interface Suspect extends Credential {
  readonly fingerprint: string | null;
}

/**
 * Which credentials an alert concerns, of those that have a secret: the one whose secret it is; else those of the alert's type; else, when no type matches,
 * every one of the repository, for when in doubt access ends.
 */
export function concernedBy(leak: LeakFacts, suspects: readonly Suspect[]): readonly Suspect[] {
  const usable = suspects.filter(({ state }) => state === 'active' || state === 'rotating');
  const same = usable.filter(
    ({ fingerprint }) => leak.fingerprint !== undefined && fingerprint === leak.fingerprint,
  );
  if (same.length > 0) return same;
  const ofType = usable.filter(({ secretTypes }) => secretTypes.includes(leak.secretType));
  return ofType.length > 0 ? ofType : usable;
}
