import type { Sql, Transaction } from '@trivium/persistence';
import type { Account, WantedAccount } from './account.js';

export interface LeasedAccount extends Account {
  readonly attempts: number;
}

/** Accounts at targets, in the road's own schema. */
export interface AccountStore {
  /** Records what is wanted; what the owner has there in the same generation already is left as it is. */
  want(tx: Transaction, accounts: readonly WantedAccount[], at: Date): Promise<readonly Account[]>;
  /** Leases up to `limit` due wanted accounts of the target, oldest due first; no other process has them until `until`. */
  lease(target: string, limit: number, now: Date, until: Date): Promise<readonly LeasedAccount[]>;
  /** Stores the sealed secret; the account becomes active unless its end was ordered meanwhile. Answers the state. */
  activated(
    tx: Transaction,
    accountId: string,
    sealed: string,
    fingerprint: string,
    at: Date,
  ): Promise<Account['state']>;
  postponed(accountId: string, error: string, dueAt: Date): Promise<void>;
  /** Marks all accounts of the owners that are not ended as ending, and returns them. */
  ending(tx: Transaction, ownerIds: readonly string[]): Promise<readonly Account[]>;
  /** Whether its end was ordered, also when it has not come yet. */
  isEnding(sql: Sql, accountId: string): Promise<boolean>;
  ended(tx: Transaction, accountId: string, at: Date): Promise<void>;
  /** Keeps the secret that was exposed until its refusal is proven, and stores the one that replaced it. */
  rotated(tx: Transaction, accountId: string, sealed: string, fingerprint: string): Promise<void>;
  /** Forgets the replaced secret once it was seen refused. */
  previousRefused(tx: Transaction, accountId: string): Promise<void>;
  ofOwner(sql: Sql, ownerId: string): Promise<readonly Account[]>;
  /** The secret whose refusal a revocation has to prove: the replaced one where there is one, else the current one. */
  secretToRefuse(sql: Sql, accountId: string): Promise<string | undefined>;
  /** Gives the sealed secret the first time it is asked for, then never again. */
  claimSealedSecret(tx: Transaction, accountId: string, ownerId: string): Promise<string | undefined>;
}
