import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDecision1700000000402 implements MigrationInterface {
  name = 'CreateDecision1700000000402';

  async up(runner: QueryRunner): Promise<void> {
    // Thousands come in a second: the body stays the text that it is, and an index of the time of arrival covers whole pages.
    await runner.query(`CREATE TABLE decision (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, decision_id uuid NOT NULL UNIQUE, recorded_at timestamptz NOT NULL,
      subject_id text NOT NULL, decision text NOT NULL, replayable boolean NOT NULL, body json NOT NULL)`);
    await runner.query('CREATE INDEX decision_subject ON decision (subject_id, seq)');
    await runner.query('CREATE INDEX decision_recorded_at ON decision USING brin (recorded_at)');
    await runner.query(`CREATE TRIGGER decision_is_not_changed BEFORE UPDATE OR TRUNCATE ON decision
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE decision');
  }
}
