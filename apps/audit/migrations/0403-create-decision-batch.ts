import type { MigrationInterface, QueryRunner } from 'typeorm';
import { gzipSync } from 'node:zlib';
import { CreateDecision1700000000402 } from './0402-create-decision.js';

const perBatch = 1_000;

interface Former {
  readonly seq: string;
  readonly recorded_at: Date;
  readonly decision: 'allow' | 'deny';
  readonly replayable: boolean;
  readonly subject_id: string;
  readonly body: object;
}

/** Decisions are kept as they come, many in one row; what was kept one by one is put together. */
export class CreateDecisionBatch1700000000403 implements MigrationInterface {
  name = 'CreateDecisionBatch1700000000403';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE decision_batch (
      batch_seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id text NOT NULL UNIQUE, recorded_at timestamptz NOT NULL,
      allowed int NOT NULL, denied int NOT NULL, replayable int NOT NULL, body bytea NOT NULL)`);
    // It is compressed already; to try again would only cost the server time.
    await runner.query('ALTER TABLE decision_batch ALTER body SET STORAGE EXTERNAL');
    await runner.query('CREATE INDEX decision_batch_recorded_at ON decision_batch USING brin (recorded_at)');
    await runner.query(`CREATE TABLE decision_batch_subject (
      subject_id text NOT NULL, batch_seq bigint NOT NULL, PRIMARY KEY (subject_id, batch_seq))`);
    await runner.query(
      'CREATE INDEX decision_batch_subject_batch ON decision_batch_subject USING brin (batch_seq)',
    );
    await putTogether(runner);
    await runner.query('DROP TABLE decision');
    for (const table of ['decision_batch', 'decision_batch_subject'])
      await runner.query(`CREATE TRIGGER ${table}_is_not_changed BEFORE UPDATE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE decision_batch_subject');
    await runner.query('DROP TABLE decision_batch');
    await new CreateDecision1700000000402().up(runner);
  }
}

async function putTogether(runner: QueryRunner): Promise<void> {
  for (let after = '0'; ;) {
    const rows = (await runner.query(
      `SELECT seq, recorded_at, decision, replayable, subject_id, body FROM decision WHERE seq > $1 ORDER BY seq LIMIT ${perBatch}`,
      [after],
    )) as readonly Former[];
    const last = rows.at(-1);
    if (!last) return;
    await insertBatch(runner, last, rows);
    after = last.seq;
  }
}

async function insertBatch(runner: QueryRunner, last: Former, rows: readonly Former[]): Promise<void> {
  const allowed = rows.filter(({ decision }) => decision === 'allow').length;
  const body = gzipSync(JSON.stringify(rows.map((row) => row.body)));
  await runner.query(
    `WITH batch AS (INSERT INTO decision_batch (event_id, recorded_at, allowed, denied, replayable, body)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING batch_seq)
     INSERT INTO decision_batch_subject SELECT subject_id, batch_seq FROM batch, unnest($7::text[]) AS of(subject_id)`,
    [
      `before-0403-${last.seq}`,
      last.recorded_at,
      allowed,
      rows.length - allowed,
      rows.filter(({ replayable }) => replayable).length,
      body,
      [...new Set(rows.map((row) => row.subject_id))],
    ],
  );
}
