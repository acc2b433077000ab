import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEntry1700000000401 implements MigrationInterface {
  name = 'CreateEntry1700000000401';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE entry (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entry_id text NOT NULL UNIQUE,
      at timestamptz NOT NULL, recorded_at timestamptz NOT NULL, subject_id text NOT NULL, revocation_id text, body jsonb NOT NULL)`);
    await runner.query('CREATE INDEX entry_subject ON entry (subject_id, seq)');
    await runner.query(
      'CREATE INDEX entry_revocation ON entry (revocation_id, seq) WHERE revocation_id IS NOT NULL',
    );
    await runner.query(`CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'the record is append-only' USING ERRCODE = 'restrict_violation'; END $$`);
    await runner.query(`CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE entry');
    await runner.query('DROP FUNCTION refuse_change()');
  }
}
