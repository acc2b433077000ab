import type { CredentialId, NhiId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Credential, Suspect } from './credential.js';

export const CREDENTIALS = Symbol('Credentials');

export interface CredentialStore {
  insert(tx: Transaction, credential: Credential): Promise<void>;
  find(sql: Sql, credentialId: CredentialId): Promise<Credential | undefined>;
  ofNhi(sql: Sql, nhiId: NhiId): Promise<readonly Credential[]>;
  /** Locked, with the fingerprint of the secret each holds now. */
  suspects(tx: Transaction, nhiIds: readonly NhiId[]): Promise<readonly Suspect[]>;
  activated(tx: Transaction, credentialId: CredentialId): Promise<Credential | undefined>;
  /** Begins the next generation. */
  rotating(tx: Transaction, credentialId: CredentialId): Promise<void>;
  rotated(tx: Transaction, credentialId: CredentialId): Promise<Credential | undefined>;
  /** Ends it; undefined when it was over already. */
  end(tx: Transaction, credentialId: CredentialId, reason: string, at: Date): Promise<Credential | undefined>;
  due(now: Date, limit: number): Promise<readonly CredentialId[]>;
}
