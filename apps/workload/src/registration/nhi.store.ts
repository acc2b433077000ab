import type { NhiId, PersonId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Nhi } from './nhi.js';

export const NHIS = Symbol('Nhis');

export interface NhiStore {
  insert(tx: Transaction, nhi: Nhi): Promise<void>;
  find(sql: Sql, nhiId: NhiId): Promise<Nhi | undefined>;
  lock(tx: Transaction, nhiId: NhiId): Promise<Nhi | undefined>;
  list(limit: number): Promise<readonly Nhi[]>;
  inRepository(tx: Transaction, repository: string): Promise<readonly Nhi[]>;
  /** Flags every active one of this owner; answers those it flagged. */
  orphan(tx: Transaction, ownerId: PersonId, deadline: Date): Promise<readonly Nhi[]>;
  assignOwner(tx: Transaction, nhiId: NhiId, ownerId: PersonId): Promise<void>;
  quarantine(tx: Transaction, nhiId: NhiId): Promise<void>;
  /** Active again, as somebody's. */
  reinstate(tx: Transaction, nhiId: NhiId, ownerId: PersonId, generation: number): Promise<void>;
  ownerDue(now: Date, limit: number): Promise<readonly NhiId[]>;
}
