import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDecision1700000000402 implements MigrationInterface {
  name = 'CreateDecision1700000000402';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE decision (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, decision_id text NOT NULL UNIQUE, at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL, subject_id text NOT NULL, decision text NOT NULL, body jsonb NOT NULL)`);
    await runner.query('CREATE INDEX decision_subject ON decision (subject_id, seq)');
    await runner.query('CREATE INDEX decision_recorded_at ON decision (recorded_at)');
    await runner.query(`CREATE TRIGGER decision_is_not_changed BEFORE UPDATE OR TRUNCATE ON decision
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE decision');
  }
}
