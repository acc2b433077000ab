import type { DecisionRecord } from '@trivium/contracts';
import type { Sql, Transaction } from '@trivium/persistence';
import type { DecisionFilter, DecisionStore, KeptDecision } from './decision.store.js';

interface Row {
  readonly seq: string;
  readonly recorded_at: Date;
  readonly body: DecisionRecord;
}

const forgottenAtOnce = 5_000;

/** A decision's id is `dec_<uuid>`. */
const uuidOf = ({ decisionId }: DecisionRecord) => decisionId.slice('dec_'.length);

export class PgDecisionStore implements DecisionStore {
  constructor(private readonly pool: Sql) {}

  async append(
    tx: Transaction,
    records: readonly DecisionRecord[],
    recordedAt: Date,
  ): Promise<readonly DecisionRecord[]> {
    const rows = await tx.query<{ decision_id: string }[]>(
      `INSERT INTO decision (decision_id, recorded_at, subject_id, decision, replayable, body)
       SELECT id, $2::timestamptz, subject, said, replayable, body FROM ROWS FROM (unnest($1::uuid[]), unnest($3::text[]), unnest($4::text[]),
         unnest($5::boolean[]), json_array_elements($6::json)) AS given(id, subject, said, replayable, body)
       ON CONFLICT (decision_id) DO NOTHING RETURNING decision_id`,
      [
        records.map(uuidOf),
        recordedAt,
        records.map(({ subject }) => subject.id),
        records.map(({ decision }) => decision),
        records.map(({ question }) => question !== undefined),
        JSON.stringify(records),
      ],
    );
    const added = new Set(rows.map(({ decision_id }) => decision_id));
    return records.filter((record) => added.has(uuidOf(record)));
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
         AND ($3::boolean IS NULL OR replayable = $3) AND ($4::bigint IS NULL OR seq < $4)
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
