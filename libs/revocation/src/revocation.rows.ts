import type { ReceiptView, RevocationView } from '@trivium/contracts';
import type { RevocationId, Road } from '@trivium/identity';
import type { Revoked, Verified } from './connector.js';
import type { LeasedTarget, NewRevocation } from './revocation.store.js';
import { stageOf, type TargetStage } from './revocation.js';

export interface ViewRow {
  readonly revocation_id: RevocationId;
  readonly subject_id: string;
  readonly subject_kind: string;
  readonly subject_label: string;
  readonly reason: string;
  readonly event_at: Date;
  readonly contained_at: Date | null;
  readonly eradicated_at: Date | null;
  readonly verified_at: Date | null;
  readonly owner: string | null;
  readonly deadline: Date | null;
  readonly targets: RevocationView['targets'];
}

export const viewColumns = `r.revocation_id, r.subject_id, r.subject_kind, r.subject_label, r.reason, r.event_at, r.contained_at,
  r.eradicated_at, r.verified_at, r.owner, r.deadline,
  (SELECT jsonb_build_object('total', count(*), 'eradicated', count(t.eradicated_at), 'verified', count(*) FILTER (WHERE t.stage = 'verified'),
     'attention', count(*) FILTER (WHERE t.status IN ('unsupported', 'unavailable'))) FROM revocation_target t WHERE t.revocation_id = r.revocation_id) AS targets`;

export function viewOf(road: Road, row: ViewRow): RevocationView {
  return {
    revocationId: row.revocation_id,
    road,
    subject: { id: row.subject_id, kind: row.subject_kind, label: row.subject_label },
    reason: row.reason,
    eventAt: row.event_at.toISOString(),
    stage: stageOf({
      containedAt: row.contained_at,
      eradicatedAt: row.eradicated_at,
      verifiedAt: row.verified_at,
    }),
    targets: row.targets,
    ...(row.contained_at && { containedAt: row.contained_at.toISOString() }),
    ...(row.eradicated_at && { eradicatedAt: row.eradicated_at.toISOString() }),
    ...(row.verified_at && { verifiedAt: row.verified_at.toISOString() }),
    ...(row.owner && { owner: row.owner }),
    ...(row.deadline && { deadline: row.deadline.toISOString() }),
  };
}

/** A new revocation as it is read back. */
export function containedView(road: Road, revocation: NewRevocation, total: number): RevocationView {
  const { revocationId, subject, reason, eventAt, containedAt, owner, deadline } = revocation;
  return {
    revocationId,
    road,
    subject: { ...subject },
    reason,
    eventAt: eventAt.toISOString(),
    stage: 'contained',
    targets: { total, eradicated: 0, verified: 0, attention: 0 },
    containedAt: containedAt.toISOString(),
    ...(owner && { owner }),
    ...(deadline && { deadline: deadline.toISOString() }),
  };
}

export interface ReceiptRow {
  readonly receipt_id: string | null;
  readonly target: string;
  readonly kind: string;
  readonly account: string;
  readonly stage: TargetStage;
  readonly status: ReceiptView['status'];
  readonly verification: Verified | null;
  readonly attempts: number;
  readonly due_at: Date;
  readonly last_error: string | null;
  readonly eradicated_at: Date | null;
  readonly verified_at: Date | null;
  readonly jws: string | null;
}

export const receiptColumns =
  'receipt_id, target, kind, account, stage, status, verification, attempts, due_at, last_error, eradicated_at, verified_at, jws';

export function receiptOf(row: ReceiptRow): ReceiptView {
  return {
    target: row.target,
    kind: row.kind,
    account: row.account,
    stage: row.stage,
    status: row.status,
    attempts: row.attempts,
    ...(row.receipt_id && { receiptId: row.receipt_id }),
    ...(row.verification && { method: row.verification.method, evidence: { ...row.verification.evidence } }),
    ...(row.stage !== 'verified' && { nextAttemptAt: row.due_at.toISOString() }),
    ...(row.last_error && { lastError: row.last_error }),
    ...(row.eradicated_at && { eradicatedAt: row.eradicated_at.toISOString() }),
    ...(row.verified_at && { verifiedAt: row.verified_at.toISOString() }),
    ...(row.jws && { jws: row.jws }),
  };
}

export interface LeasedRow {
  readonly revocation_id: RevocationId;
  readonly target: string;
  readonly kind: string;
  readonly account: string;
  readonly act: 'revoke' | 'rotate';
  readonly account_id: string | null;
  readonly entitlements: string[];
  readonly stage: TargetStage;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly eradicated_at: Date | null;
  readonly eradication: Revoked | null;
  readonly subject_id: string;
  readonly subject_kind: string;
  readonly reason: string;
  readonly event_at: Date;
  readonly contained_at: Date;
  readonly policy_version: string;
  readonly traceparent: string | null;
}

export const leasedColumns = `t.revocation_id, t.target, t.kind, t.account, t.act, t.account_id, t.entitlements, t.stage, t.attempts,
  t.last_error, t.eradicated_at, t.eradication, t.due_at`;

export function leasedOf(row: LeasedRow): LeasedTarget {
  return {
    revocationId: row.revocation_id,
    target: row.target,
    kind: row.kind,
    account: row.account,
    act: row.act,
    ...(row.account_id && { accountId: row.account_id }),
    entitlements: row.entitlements,
    stage: row.stage,
    attempts: row.attempts,
    lastError: row.last_error,
    eradicatedAt: row.eradicated_at,
    eradication: row.eradication,
    revocation: {
      subject: { id: row.subject_id, kind: row.subject_kind },
      reason: row.reason,
      eventAt: row.event_at,
      containedAt: row.contained_at,
      policyVersion: row.policy_version,
      traceparent: row.traceparent,
    },
  };
}
