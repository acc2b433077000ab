import type { ReviewId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { DeploymentHistory } from './deployment.js';
import type { DeploymentKey, Review, ReviewStore } from './review.store.js';

const columns = `review_id AS "reviewId", nhi_id AS "nhiId", trigger, changes, proposed, state, opened_at AS "openedAt", deadline, decision`;

interface Row extends Omit<DeploymentHistory, 'permissions' | 'deploymentId'> {
  readonly permissions: readonly string[] | null;
  readonly deploymentId: string | null;
}

export class PgReviewStore implements ReviewStore {
  constructor(private readonly pool: Sql) {}

  async lastDeployment(
    tx: Transaction,
    { source, repository, environment }: DeploymentKey,
  ): Promise<DeploymentHistory | undefined> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('deployment:' || $1))`, [
      `${source}/${repository}/${environment}`,
    ]);
    const [row] = await tx.query<Row[]>(
      `SELECT deployment_id AS "deploymentId", ref, sha, permissions, removed, occurred_at AS "occurredAt", earlier
       FROM deployment WHERE source = $1 AND repository = $2 AND environment = $3`,
      [source, repository, environment],
    );
    return (
      row && {
        ...row,
        permissions: row.permissions ?? undefined,
        deploymentId: row.deploymentId ?? undefined,
      }
    );
  }

  async deployed(
    tx: Transaction,
    { source, repository, environment }: DeploymentKey,
    one: DeploymentHistory,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO deployment (source, repository, environment, deployment_id, ref, sha, permissions, removed, occurred_at, earlier)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (source, repository, environment) DO UPDATE SET deployment_id = excluded.deployment_id, ref = excluded.ref, sha = excluded.sha,
         permissions = excluded.permissions, removed = excluded.removed, occurred_at = excluded.occurred_at, earlier = excluded.earlier`,
      [
        source,
        repository,
        environment,
        one.deploymentId,
        one.ref,
        one.sha,
        one.permissions,
        one.removed,
        one.occurredAt,
        one.earlier,
      ],
    );
  }

  async open(tx: Transaction, one: Omit<Review, 'state' | 'decision'>): Promise<void> {
    await tx.query(
      `INSERT INTO review (review_id, nhi_id, trigger, changes, proposed, state, opened_at, deadline) VALUES ($1, $2, $3, $4, $5, 'open', $6, $7)`,
      [one.reviewId, one.nhiId, one.trigger, one.changes, one.proposed, one.openedAt, one.deadline],
    );
  }

  async find(sql: Sql, reviewId: ReviewId): Promise<Review | undefined> {
    return (await sql.query<Review[]>(`SELECT ${columns} FROM review WHERE review_id = $1`, [reviewId]))[0];
  }

  list(limit: number): Promise<readonly Review[]> {
    return this.pool.query<Review[]>(`SELECT ${columns} FROM review ORDER BY opened_at DESC LIMIT $1`, [
      limit,
    ]);
  }

  async decide(
    tx: Transaction,
    reviewId: ReviewId,
    decision: string,
    by: string,
    reason: string,
    at: Date,
  ): Promise<Review | undefined> {
    const [rows] = await tx.query<[Review[], number]>(
      `UPDATE review SET state = 'decided', decision = $2, decided_by = $3, decided_reason = $4, decided_at = $5
       WHERE review_id = $1 AND state = 'open' RETURNING ${columns}`,
      [reviewId, decision, by, reason, at],
    );
    return rows[0];
  }
}
