import type { RevocationDetail, RevocationView } from '@trivium/contracts';
import type { RevocationId, Road } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import {
  containedView,
  leasedColumns,
  leasedOf,
  receiptColumns,
  receiptOf,
  viewColumns,
  viewOf,
  type LeasedRow,
  type ReceiptRow,
  type ViewRow,
} from './revocation.rows.js';
import type {
  LeasedTarget,
  NewRevocation,
  NewTarget,
  RevocationStore,
  TargetProgress,
} from './revocation.store.js';

/** Which stages a revocation reached by this and had not before. */
type Reached = Readonly<Record<'eradicated' | 'verified', boolean>>;

const selectView = `SELECT ${viewColumns} FROM revocation r`;

export class PgRevocationStore implements RevocationStore {
  constructor(
    private readonly pool: Sql,
    private readonly road: Road,
  ) {}

  async insert(
    tx: Transaction,
    revocation: NewRevocation,
    targets: readonly NewTarget[],
  ): Promise<RevocationView> {
    const { subject } = revocation;
    await tx.query(
      `WITH r AS (
         INSERT INTO revocation (revocation_id, subject_id, subject_kind, subject_label, reason, cause_id, chain, event_at, contained_at,
           owner, deadline, policy_version, traceparent, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $9) RETURNING revocation_id)
       INSERT INTO revocation_target (revocation_id, target, kind, account, act, account_id, entitlements, due_at)
       SELECT r.revocation_id, t.target, t.kind, t.account, t.act, t."accountId", ARRAY(SELECT jsonb_array_elements_text(t.entitlements)), $9
       FROM r, jsonb_to_recordset($14::jsonb) AS t(target text, kind text, account text, act text, "accountId" text, entitlements jsonb)`,
      [
        revocation.revocationId,
        subject.id,
        subject.kind,
        subject.label,
        revocation.reason,
        revocation.causeId,
        revocation.chain,
        revocation.eventAt,
        revocation.containedAt,
        revocation.owner,
        revocation.deadline,
        revocation.policyVersion,
        revocation.traceparent,
        JSON.stringify(targets),
      ],
    );
    return containedView(this.road, revocation, targets.length);
  }

  async lease(target: string, limit: number, now: Date, until: Date): Promise<readonly LeasedTarget[]> {
    const rows = await this.pool.query<LeasedRow[]>(
      `WITH due AS (
         SELECT t.revocation_id, t.target, t.account FROM revocation_target t
         WHERE t.stage <> 'verified' AND t.target = $1 AND t.due_at <= $3 AND (t.leased_until IS NULL OR t.leased_until < $3)
           AND NOT EXISTS (SELECT 1 FROM account a WHERE a.account_id = t.account_id AND a.leased_until > $3)
         ORDER BY t.due_at LIMIT $2 FOR UPDATE SKIP LOCKED),
       leased AS (
         UPDATE revocation_target t SET leased_until = $4 FROM due
         WHERE t.revocation_id = due.revocation_id AND t.target = due.target AND t.account = due.account RETURNING ${leasedColumns})
       SELECT l.*, r.subject_id, r.subject_kind, r.reason, r.event_at, r.contained_at, r.policy_version, r.traceparent
       FROM leased l JOIN revocation r USING (revocation_id) ORDER BY l.due_at`,
      [target, limit, now, until],
    );
    return rows.map(leasedOf);
  }

  async progress(tx: Transaction, work: LeasedTarget, now: TargetProgress): Promise<boolean> {
    const [, recorded] = await tx.query<[unknown[], number]>(
      `WITH held AS MATERIALIZED (SELECT revocation_id FROM revocation WHERE revocation_id = $1 FOR UPDATE)
       UPDATE revocation_target t SET stage = $4, status = $5, attempts = attempts + 1, leased_until = NULL,
         eradicated_at = coalesce($6, t.eradicated_at), eradication = coalesce($7, t.eradication),
         verified_at = $8, verification = $9, receipt_id = $10, jws = $11, last_error = $12, due_at = coalesce($13, t.due_at)
       FROM held WHERE t.revocation_id = held.revocation_id AND t.target = $2 AND t.account = $3 AND t.stage <> 'verified'`,
      [
        work.revocationId,
        work.target,
        work.account,
        now.stage,
        now.status,
        now.eradicatedAt,
        now.eradication,
        now.verifiedAt,
        now.verification,
        now.receiptId,
        now.jws,
        now.error,
        now.dueAt,
      ],
    );
    return recorded === 1;
  }

  async advance(tx: Transaction, revocationId: RevocationId): ReturnType<RevocationStore['advance']> {
    const [[row]] = await tx.query<[(ViewRow & Reached)[], number]>(
      `UPDATE revocation r SET eradicated_at = coalesce(r.eradicated_at, now.eradicated), verified_at = coalesce(r.verified_at, now.verified)
       FROM revocation before,
            (SELECT CASE WHEN bool_and(eradicated_at IS NOT NULL) THEN max(eradicated_at) END AS eradicated,
                    CASE WHEN bool_and(stage = 'verified') THEN max(verified_at) END AS verified
             FROM revocation_target WHERE revocation_id = $1) now
       WHERE r.revocation_id = $1 AND before.revocation_id = $1
       RETURNING ${viewColumns}, before.eradicated_at IS NULL AND r.eradicated_at IS NOT NULL AS eradicated,
         before.verified_at IS NULL AND r.verified_at IS NOT NULL AS verified`,
      [revocationId],
    );
    if (!row) throw new Error(`revocation ${revocationId} is not there`);
    const reached = (['eradicated', 'verified'] as const).filter((stage) => row[stage]);
    return { view: viewOf(this.road, row), reached };
  }

  async list(sql: Sql, limit: number, before?: string): ReturnType<RevocationStore['list']> {
    const rows = await sql.query<ViewRow[]>(
      `${selectView} WHERE ($2::text IS NULL OR (r.created_at, r.revocation_id) < (SELECT created_at, revocation_id FROM revocation WHERE revocation_id = $2))
       ORDER BY r.created_at DESC, r.revocation_id DESC LIMIT $1`,
      [limit + 1, before],
    );
    const items = rows.slice(0, limit).map((row) => viewOf(this.road, row));
    const last = items.at(-1);
    return { items, ...(rows.length > limit && last && { next: last.revocationId }) };
  }

  async find(sql: Sql, revocationId: string): Promise<RevocationDetail | undefined> {
    const [row] = await sql.query<ViewRow[]>(`${selectView} WHERE r.revocation_id = $1`, [revocationId]);
    if (!row) return undefined;
    const receipts = await sql.query<ReceiptRow[]>(
      `SELECT ${receiptColumns} FROM revocation_target WHERE revocation_id = $1 ORDER BY target, account`,
      [revocationId],
    );
    return { ...viewOf(this.road, row), receipts: receipts.map(receiptOf) };
  }
}
