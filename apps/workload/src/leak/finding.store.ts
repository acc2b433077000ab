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

export type Alert = Pick<Finding, 'source' | 'repository' | 'alertNumber' | 'credentialId'>;

export interface FindingStore {
  /** What became of this alert for this credential; undefined when it is the first time. */
  stateOf(tx: Transaction, alert: Alert): Promise<FindingState | undefined>;
  open(tx: Transaction, finding: Finding): Promise<void>;
  /** Closes what is open of this credential: revoked at the source. */
  close(tx: Transaction, credentialId: CredentialId, at: Date): Promise<void>;
}
