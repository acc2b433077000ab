import type { CredentialId, FindingId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';

export const FINDINGS = Symbol('Findings');

export type FindingState = 'unmatched' | 'open' | 'closed';

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
  /** Opens a finding when it is the first time that this alert concerns this credential; else, what became of it then. */
  open(tx: Transaction, finding: Finding): Promise<FindingState | undefined>;
  /** Closes what is open of this credential: revoked at the source. */
  close(tx: Transaction, credentialId: CredentialId, at: Date): Promise<void>;
}
