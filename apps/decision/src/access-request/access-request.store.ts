import type { Sql, Transaction } from '@trivium/persistence';
import type {
  AccessRequest,
  Closing,
  GivenApproval,
  RequestedItem,
  RequestStatus,
} from './access-request.js';

/** One of the denials was asked about before. */
export class DenialUsed extends Error {
  readonly code = 'ERR_DENIAL_USED';
}

/** Everything that is remembered of one approval: the request with the one item that it is about. */
export interface ApprovedItem {
  readonly request: AccessRequest;
  readonly item: RequestedItem;
}

export interface AccessRequestStore {
  /** False, and nothing changed, where this requester has used the idempotency key. Throws `DenialUsed`, then for the whole transaction. */
  insert(tx: Transaction, request: AccessRequest): Promise<boolean>;
  find(sql: Sql, taskId: string): Promise<AccessRequest | undefined>;
  findByKey(sql: Sql, requester: string, idempotencyKey: string): Promise<AccessRequest | undefined>;
  findApproved(sql: Sql, approvalId: string): Promise<ApprovedItem | undefined>;
  /** MUST let nobody else change the request until the transaction ends. */
  lock(tx: Transaction, taskId: string): Promise<AccessRequest | undefined>;
  /** Those that can still be approved, oldest first, at most `limit`. */
  pending(sql: Sql, now: Date, limit: number): Promise<readonly AccessRequest[]>;
  /** How many requests for this subject wait. */
  waitingFor(sql: Sql, subjectId: string): Promise<number>;
  approve(tx: Transaction, taskId: string, approval: GivenApproval): Promise<void>;
  /** `approvalIds` in the order of the items, where it was approved. */
  close(
    tx: Transaction,
    taskId: string,
    status: Exclude<RequestStatus, 'pending'>,
    closing: Closing,
    approvalIds?: readonly string[],
  ): Promise<void>;
  /** Locks those that nobody closed in time, at most `limit`; passes over those that somebody else has locked. */
  overdue(tx: Transaction, now: Date, limit: number): Promise<readonly AccessRequest[]>;
  /** Forgets what was closed, expired and ran out before this moment. */
  forget(before: Date): Promise<void>;
}
