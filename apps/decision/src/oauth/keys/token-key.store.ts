import type { Transaction } from '@trivium/persistence';
import type { ScheduledKey } from './key-schedule.js';

/** A signing key at rest: its private half sealed under `signing-key:<kid>`. */
export interface SealedTokenKey extends ScheduledKey {
  readonly sealed: string;
}

export interface TokenKeyStore {
  load(tx?: Transaction): Promise<readonly SealedTokenKey[]>;
  /** MUST do nothing when its predecessor has a successor already (or, for the first, when there is one): of replicas that rotate at once, all use one key. */
  append(key: SealedTokenKey, tx?: Transaction): Promise<void>;
  forget(kids: readonly string[]): Promise<void>;
  /** MUST let only one transaction at a time go on, until it ends: what an administrator changes follows from what there is. */
  lock(tx: Transaction): Promise<void>;
  /** Lets it sign from this moment on, unless it does so earlier. */
  hasten(tx: Transaction, kid: string, signsFrom: Date): Promise<void>;
  withdraw(tx: Transaction, kid: string, at: Date): Promise<void>;
}
