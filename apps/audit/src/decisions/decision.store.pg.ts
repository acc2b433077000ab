import { recordsFrom, type DecisionRecord, type TemplatedDecisions } from '@trivium/contracts';
import type { Sql, Transaction } from '@trivium/persistence';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type {
  DecisionBatch,
  DecisionFilter,
  DecisionPage,
  DecisionStore,
  KeptDecision,
} from './decision.store.js';
import { matching } from './matching-decisions.js';

interface Row {
  readonly batch_seq: string;
  readonly recorded_at: Date;
  readonly body: Buffer;
}

/** A decision's number is that of its batch and its place in it. */
const placesInBatch = 1_000;
const batchesAtOnce = 5;
/** A question about one who is seldom asked about must not read the whole record before it is answered. */
const batchesPerPage = 50;
const batchesForgottenAtOnce = 100;

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/**
 * Thousands come in a second, and are looked for seldom: a batch is one compressed row, a fraction of the
 * work that a row for each would be. The second table says in which batches a subject occurs.
 */
export class PgDecisionStore implements DecisionStore {
  constructor(private readonly pool: Sql) {}

  async append(tx: Transaction, { eventId, answered, recordedAt }: DecisionBatch): Promise<boolean> {
    const { templates, decisions } = answered;
    const kinds = decisions.map(({ template }) => templates[template]);
    const allowed = kinds.filter((kind) => kind?.decision === 'allow').length;
    const replayable = kinds.filter((kind) => kind?.question !== undefined).length;
    const body = await pack(JSON.stringify(answered), { level: 1 });
    const subjects = [...new Set(decisions.map(({ subjectId }) => subjectId))];
    const added = await tx.query<unknown[]>(
      `WITH batch AS (
         INSERT INTO decision_batch (event_id, recorded_at, allowed, denied, replayable, body) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (event_id) DO NOTHING RETURNING batch_seq),
       named AS (INSERT INTO decision_batch_subject SELECT subject_id, batch_seq FROM batch, unnest($7::text[]) AS of(subject_id))
       SELECT batch_seq FROM batch`,
      [eventId, recordedAt, allowed, decisions.length - allowed, replayable, body, subjects],
    );
    return added.length > 0;
  }

  async list(filter: DecisionFilter): Promise<DecisionPage> {
    const items: KeptDecision[] = [];
    let before = filter.before;
    for (let read = 0; read < batchesPerPage; read += batchesAtOnce) {
      const rows = await this.#batchesWith(filter, before);
      for (const row of rows)
        for (const one of matching(await decisionsOf(row), { ...filter, before })) {
          items.push(one);
          if (items.length === filter.limit) return { items, next: one.seq };
        }
      const last = rows.at(-1);
      if (!last || rows.length < batchesAtOnce) return { items };
      before = Number(last.batch_seq) * placesInBatch;
    }
    return { items, ...(before !== undefined && { next: before }) };
  }

  async forgetSome(recordedBefore: Date): Promise<boolean> {
    const forgotten = await this.pool.query<unknown[]>(
      `WITH old AS (
         SELECT batch_seq FROM decision_batch WHERE recorded_at < $1 ORDER BY recorded_at LIMIT ${batchesForgottenAtOnce}),
       unnamed AS (DELETE FROM decision_batch_subject WHERE batch_seq IN (SELECT batch_seq FROM old)),
       gone AS (DELETE FROM decision_batch WHERE batch_seq IN (SELECT batch_seq FROM old) RETURNING batch_seq)
       SELECT batch_seq FROM gone`,
      [recordedBefore],
    );
    return forgotten.length > 0;
  }

  /** Those that may hold what is looked for, youngest first. */
  #batchesWith({ subject, decision, replayable }: DecisionFilter, before?: number) {
    const newest = before === undefined ? undefined : Math.floor((before - 1) / placesInBatch);
    return this.pool.query<readonly Row[]>(
      `SELECT batch_seq, recorded_at, body FROM decision_batch AS batch
       WHERE ($1::bigint IS NULL OR batch_seq <= $1)
         AND ($2::text IS NULL OR batch_seq IN (SELECT batch_seq FROM decision_batch_subject WHERE subject_id = $2))
         AND CASE $3::text WHEN 'allow' THEN allowed > 0 WHEN 'deny' THEN denied > 0 ELSE true END
         AND CASE $4::boolean WHEN true THEN replayable > 0 WHEN false THEN replayable < allowed + denied ELSE true END
       ORDER BY batch_seq DESC LIMIT ${batchesAtOnce}`,
      [newest, subject, decision, replayable],
    );
  }
}

/** Youngest first. Batches of former versions hold each decision whole. */
async function decisionsOf({ batch_seq, recorded_at, body }: Row): Promise<readonly KeptDecision[]> {
  const said = JSON.parse((await unpack(body)).toString()) as TemplatedDecisions | readonly DecisionRecord[];
  const records = 'templates' in said ? recordsFrom(said) : said;
  const [first, recordedAt] = [Number(batch_seq) * placesInBatch, recorded_at.toISOString()];
  return records.map((record, place) => ({ ...record, seq: first + place, recordedAt })).reverse();
}
