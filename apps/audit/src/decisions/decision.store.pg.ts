import type { DecisionRecord } from '@trivium/contracts';
import type { Sql, Transaction } from '@trivium/persistence';
import type { DecisionFilter, DecisionStore, KeptDecision } from './decision.store.js';

interface Row {
  readonly seq: string;
  readonly recorded_at: Date;
  readonly body: DecisionRecord;
}

const forgottenAtOnce = 5_000;

export class PgDecisionStore implements DecisionStore {
  constructor(private readonly pool: Sql) {}

  async append(
    tx: Transaction,
    records: readonly DecisionRecord[],
    recordedAt: Date,
  ): Promise<readonly DecisionRecord[]> {
    const rows = await tx.query<{ decision_id: string }[]>(
      `INSERT INTO decision (decision_id, at, recorded_at, subject_id, decision, body)
       SELECT r ->> 'decisionId', (r ->> 'at')::timestamptz, $2, r #>> '{subject,id}', r ->> 'decision', r
       FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given (r, place) ORDER BY place
       ON CONFLICT (decision_id) DO NOTHING RETURNING decision_id`,
      [JSON.stringify(records), recordedAt],
    );
    const added = new Set(rows.map(({ decision_id }) => decision_id));
    return records.filter(({ decisionId }) => added.has(decisionId));
  }

  async list({
    subject,
    decision,
    replayable,
    limit,
    before,
  }: DecisionFilter): Promise<readonly KeptDecision[]> {
    const rows = await this.pool.query<Row[]>(
      `SELECT seq, recorded_at, body FROM decision
       WHERE ($1::text IS NULL OR subject_id = $1) AND ($2::text IS NULL OR decision = $2)
         AND ($3::boolean IS NULL OR (body ? 'question') = $3) AND ($4::bigint IS NULL OR seq < $4)
       ORDER BY seq DESC LIMIT $5`,
      [subject, decision, replayable, before, limit],
    );
    return rows.map(({ seq, recorded_at, body }) => ({
      ...body,
      seq: Number(seq),
      recordedAt: recorded_at.toISOString(),
    }));
  }

  async forgetSome(recordedBefore: Date): Promise<number> {
    const [, forgotten] = await this.pool.query<[unknown, number]>(
      `DELETE FROM decision WHERE seq IN
         (SELECT seq FROM decision WHERE recorded_at < $1 ORDER BY recorded_at LIMIT ${forgottenAtOnce})`,
      [recordedBefore],
    );
    return forgotten;
  }
}
