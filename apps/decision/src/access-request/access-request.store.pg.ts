import { formatLink, parseLink, type Road } from '@trivium/identity';
import { AlreadyExists, translatePgError, type Sql, type Transaction } from '@trivium/persistence';
import type { Role } from '@trivium/runtime';
import type {
  AccessRequest,
  Closing,
  GivenApproval,
  RequestedItem,
  RequestStatus,
  Said,
} from './access-request.js';
import { DenialUsed, type AccessRequestStore, type ApprovedItem } from './access-request.store.js';

interface ItemRow {
  readonly resource: RequestedItem['resource'];
  readonly action: RequestedItem['action'];
  readonly evaluation_id: string;
  readonly approval_id: string | null;
}

interface Row {
  readonly task_id: string;
  readonly requester: string;
  readonly idempotency_key: string | null;
  readonly body_digest: string;
  readonly subject: AccessRequest['subject'];
  readonly subject_link: string;
  readonly road: Road;
  readonly kind: string;
  readonly privileged: boolean;
  readonly bundled: boolean;
  readonly said: Said;
  readonly requested_until: Date | null;
  readonly status: RequestStatus;
  readonly requested_at: Date;
  readonly expires_at: Date;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly approved_until: Date | null;
  readonly items: readonly ItemRow[];
  readonly approvals: readonly { approver: Role; approved_by: string; approved_at: string }[];
}

const everything = `SELECT r.*,
    (SELECT jsonb_agg(to_jsonb(i) ORDER BY i.position) FROM access_request_item i WHERE i.task_id = r.task_id) AS items,
    (SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.approved_at), '[]') FROM access_request_approval a WHERE a.task_id = r.task_id) AS approvals
  FROM access_request r`;

const usedDenial = 'access_request_item_evaluation';

export class PgAccessRequestStore implements AccessRequestStore {
  constructor(private readonly sql: Sql) {}

  async insert(tx: Transaction, request: AccessRequest): Promise<boolean> {
    const inserted = await tx.query<unknown[]>(
      `INSERT INTO access_request (task_id, requester, idempotency_key, body_digest, subject, subject_link, road, kind, privileged,
         bundled, said, requested_until, status, requested_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'pending', $13, $14)
       ON CONFLICT (requester, idempotency_key) DO NOTHING RETURNING task_id`,
      valuesOf(request),
    );
    if (inserted.length === 0) return false;
    await namingUsedDenials(() => insertItems(tx, request));
    return true;
  }

  async find(sql: Sql, taskId: string): Promise<AccessRequest | undefined> {
    return one(await sql.query<Row[]>(`${everything} WHERE r.task_id = $1`, [taskId]));
  }

  async findByKey(sql: Sql, requester: string, idempotencyKey: string): Promise<AccessRequest | undefined> {
    const where = 'WHERE r.requester = $1 AND r.idempotency_key = $2';
    return one(await sql.query<Row[]>(`${everything} ${where}`, [requester, idempotencyKey]));
  }

  async findApproved(sql: Sql, approvalId: string): Promise<ApprovedItem | undefined> {
    const where = 'WHERE r.task_id = (SELECT task_id FROM access_request_item WHERE approval_id = $1)';
    const request = one(await sql.query<Row[]>(`${everything} ${where}`, [approvalId]));
    const item = request?.items.find((candidate) => candidate.approvalId === approvalId);
    return request && item && { request, item };
  }

  async lock(tx: Transaction, taskId: string): Promise<AccessRequest | undefined> {
    await tx.query('SELECT 1 FROM access_request WHERE task_id = $1 FOR UPDATE', [taskId]);
    return this.find(tx, taskId);
  }

  async pending(sql: Sql, now: Date, limit: number): Promise<readonly AccessRequest[]> {
    const rows = await sql.query<Row[]>(
      `${everything} WHERE r.status = 'pending' AND r.expires_at > $1 ORDER BY r.requested_at, r.task_id LIMIT $2`,
      [now, limit],
    );
    return rows.map(requestOf);
  }

  async waitingFor(sql: Sql, subjectId: string): Promise<number> {
    const [row] = await sql.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM access_request WHERE status = 'pending' AND subject ->> 'id' = $1`,
      [subjectId],
    );
    return row?.count ?? 0;
  }

  async approve(tx: Transaction, taskId: string, { approver, by, at }: GivenApproval): Promise<void> {
    await tx.query(
      'INSERT INTO access_request_approval (task_id, approver, approved_by, approved_at) VALUES ($1, $2, $3, $4)',
      [taskId, approver, by, at],
    );
  }

  async close(
    tx: Transaction,
    taskId: string,
    status: Exclude<RequestStatus, 'pending'>,
    { at, by, approvedUntil }: Closing,
    approvalIds: readonly string[] = [],
  ): Promise<void> {
    await tx.query(
      'UPDATE access_request SET status = $2, closed_at = $3, closed_by = $4, approved_until = $5 WHERE task_id = $1',
      [taskId, status, at, by, approvedUntil ?? null],
    );
    await tx.query(
      `UPDATE access_request_item i SET approval_id = given.id
       FROM unnest($2::text[]) WITH ORDINALITY AS given(id, position) WHERE i.task_id = $1 AND i.position = given.position`,
      [taskId, approvalIds],
    );
  }

  async overdue(tx: Transaction, now: Date, limit: number): Promise<readonly AccessRequest[]> {
    const rows = await tx.query<Row[]>(
      `${everything} WHERE r.status = 'pending' AND r.expires_at <= $1 ORDER BY r.requested_at LIMIT $2 FOR UPDATE OF r SKIP LOCKED`,
      [now, limit],
    );
    return rows.map(requestOf);
  }

  async forget(before: Date): Promise<void> {
    await this.sql.query(
      `DELETE FROM access_request WHERE status <> 'pending' AND greatest(closed_at, expires_at, approved_until) < $1`,
      [before],
    );
  }
}

function valuesOf(request: AccessRequest): unknown[] {
  return [
    request.taskId,
    request.requester,
    request.idempotencyKey ?? null,
    request.bodyDigest,
    JSON.stringify(request.subject),
    formatLink(request.link),
    request.road,
    request.kind,
    request.privileged,
    request.bundled,
    JSON.stringify(request.said),
    request.requestedUntil ?? null,
    request.requestedAt,
    request.expiresAt,
  ];
}

async function insertItems(tx: Transaction, { taskId, items }: AccessRequest): Promise<void> {
  const rows = items.map(({ resource, action, evaluationId }, at) => ({
    position: at + 1,
    resource,
    action,
    evaluation_id: evaluationId,
  }));
  await tx.query(
    `INSERT INTO access_request_item (task_id, position, resource, action, evaluation_id)
     SELECT $1, position, resource, action, evaluation_id
     FROM jsonb_to_recordset($2::jsonb) AS i(position int, resource jsonb, action jsonb, evaluation_id text)`,
    [taskId, JSON.stringify(rows)],
  );
}

async function namingUsedDenials(insert: () => Promise<void>): Promise<void> {
  try {
    await insert();
  } catch (error) {
    const cause = translatePgError(error);
    if (cause instanceof AlreadyExists && cause.constraint === usedDenial)
      throw new DenialUsed('the denial was asked about before', { cause });
    throw cause;
  }
}

function one([row]: readonly Row[]): AccessRequest | undefined {
  return row && requestOf(row);
}

function requestOf(row: Row): AccessRequest {
  const closed = closingOf(row);
  return {
    taskId: row.task_id,
    requester: row.requester,
    ...(row.idempotency_key !== null && { idempotencyKey: row.idempotency_key }),
    bodyDigest: row.body_digest,
    subject: row.subject,
    link: parseLink(row.subject_link),
    road: row.road,
    kind: row.kind,
    privileged: row.privileged,
    items: row.items.map(itemOf),
    bundled: row.bundled,
    said: row.said,
    ...(row.requested_until && { requestedUntil: row.requested_until }),
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    status: row.status,
    approvals: row.approvals.map(({ approver, approved_by: by, approved_at: at }) => ({
      approver,
      by,
      at: new Date(at),
    })),
    ...(closed && { closed }),
  };
}

function itemOf({ resource, action, evaluation_id: evaluationId, approval_id }: ItemRow): RequestedItem {
  return { resource, action, evaluationId, ...(approval_id !== null && { approvalId: approval_id }) };
}

function closingOf({ closed_at, closed_by, approved_until }: Row): Closing | undefined {
  if (closed_at === null || closed_by === null) return undefined;
  return { at: closed_at, by: closed_by, ...(approved_until && { approvedUntil: approved_until }) };
}
