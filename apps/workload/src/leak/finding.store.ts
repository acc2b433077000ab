import type { CredentialId, FindingId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';

export const FINDINGS = Symbol('Findings');

export interface Finding {
  readonly findingId: FindingId;
  readonly source: string;
  readonly repository: string;
  readonly alertNumber: number;
  readonly secretType: string;
  /** Null when no credential of ours is concerned. */
  readonly credentialId: CredentialId | null;
  readonly openedAt: Date;
}

export interface FindingStore {
  open(tx: Transaction, finding: Finding): Promise<void>;
  /** Closes what is open of this credential: revoked at the source. */
  close(tx: Transaction, credentialId: CredentialId, at: Date): Promise<void>;
}
