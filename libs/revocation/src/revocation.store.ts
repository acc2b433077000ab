import type { ReceiptStatus, RevocationDetail, RevocationView } from '@trivium/contracts';
import type { RevocationId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Revoked, Verified } from './connector.js';
import type { TargetStage } from './revocation.js';

export interface NewRevocation {
  readonly revocationId: RevocationId;
  readonly subject: { readonly id: string; readonly kind: string; readonly label: string };
  readonly reason: string;
  readonly causeId?: string;
  /** The whole old chain, written `<id>:<generation>`. */
  readonly chain: readonly string[];
  readonly eventAt: Date;
  readonly containedAt: Date;
  readonly owner?: string;
  readonly deadline?: Date;
  readonly policyVersion: string;
  readonly traceparent?: string;
}

export interface NewTarget {
  readonly target: string;
  readonly kind: string;
  readonly account: string;
  /** `revoke` ends the account; `rotate` keeps it and ends the secret it had. */
  readonly act: 'revoke' | 'rotate';
  readonly accountId?: string;
  readonly entitlements: readonly string[];
}

/** One target of one revocation: a piece of durable work. */
export interface LeasedTarget extends NewTarget {
  readonly revocationId: RevocationId;
  readonly stage: TargetStage;
  readonly attempts: number;
  /** Why the attempt before this one failed. */
  readonly lastError: string | null;
  readonly eradicatedAt: Date | null;
  readonly eradication: Revoked | null;
  readonly revocation: {
    readonly subject: { readonly id: string; readonly kind: string };
    readonly reason: string;
    readonly eventAt: Date;
    readonly containedAt: Date;
    readonly policyVersion: string;
    readonly traceparent: string | null;
  };
}

export interface TargetProgress {
  readonly stage: TargetStage;
  readonly status: ReceiptStatus;
  readonly eradicatedAt?: Date;
  readonly eradication?: Revoked;
  readonly verifiedAt?: Date;
  readonly verification?: Verified;
  readonly receiptId?: string;
  readonly jws?: string;
  readonly error?: string;
  readonly dueAt?: Date;
}

/** Revocations, their targets and receipts, in the road's own schema. */
export interface RevocationStore {
  insert(tx: Transaction, revocation: NewRevocation, targets: readonly NewTarget[]): Promise<RevocationView>;
  /** Leases up to `limit` due targets of this name, in due order, skipping what others hold and accounts that are being provisioned. */
  lease(target: string, limit: number, now: Date, until: Date): Promise<readonly LeasedTarget[]>;
  /**
   * Records an attempt, gives the lease back and holds the revocation until the transaction ends. False, and nothing is changed, when
   * the target is verified already: the caller outlived its lease, and another process has finished the work.
   */
  progress(tx: Transaction, work: LeasedTarget, progress: TargetProgress): Promise<boolean>;
  /** Sets the times of stages that all targets have reached; answers the view and which stages are new. For a transaction that holds it. */
  advance(
    tx: Transaction,
    revocationId: RevocationId,
  ): Promise<{ readonly view: RevocationView; readonly reached: readonly ('eradicated' | 'verified')[] }>;
  list(
    sql: Sql,
    limit: number,
    before?: string,
  ): Promise<{ readonly items: readonly RevocationView[]; readonly next?: string }>;
  find(sql: Sql, revocationId: string): Promise<RevocationDetail | undefined>;
}
