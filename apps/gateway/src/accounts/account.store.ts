import type { Sql, Transaction } from '@trivium/persistence';
import type { Account, Ends } from './account.js';

export interface StoredAccount extends Account {
  readonly passwordHash: string;
}

export interface KnownAccount extends StoredAccount {
  /** What it is called as a caller, and as the person behind one; the store makes it from the name. */
  readonly person: string;
}

/** How many there were of each. */
export interface Ended {
  readonly sessions: number;
  readonly apiTokens: number;
}

export interface NewPassword {
  readonly hash: string;
  /** For one that an administrator gives. */
  readonly expiresAt?: Date;
}

/** Who may sign in. */
export interface AccountStore {
  find(userName: string): Promise<KnownAccount | undefined>;
  /** By name. */
  list(): Promise<readonly Account[]>;
  /** Makes the first administrator; does nothing when there is anybody. */
  ensureAdministrator(userName: string, passwordHash: () => Promise<string>, at: Date): Promise<void>;
  /** False, and nothing happens, when the name is taken. */
  insert(sql: Sql, account: StoredAccount, at: Date): Promise<boolean>;
  /** Every active administrator and this account, which nobody else changes until the transaction ends. */
  lock(
    tx: Transaction,
    userName: string,
  ): Promise<{ readonly account?: Account; readonly administrators: number }>;
  update(tx: Transaction, account: Account): Promise<void>;
  /** Ends the sessions, too. False, and nothing happens, for nobody, and when the password is not `former` (its hash) any more. */
  setPassword(tx: Transaction, userName: string, password: NewPassword, former?: string): Promise<boolean>;
  end(tx: Transaction, userName: string, ends: Ends): Promise<Ended>;
}
