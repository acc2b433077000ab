import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePerson1700000000101 implements MigrationInterface {
  name = 'CreatePerson1700000000101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE person (
      person_id text PRIMARY KEY, source text NOT NULL, external_id text NOT NULL,
      generation int NOT NULL CHECK (generation >= 0), state text NOT NULL CHECK (state IN ('active', 'leaving', 'left')),
      display_name text, email text, department text, job_title text, location text, time_zone text,
      last_event_at timestamptz NOT NULL, leaves_at timestamptz, leave_cause jsonb,
      joined_at timestamptz, left_at timestamptz,
      UNIQUE (source, external_id))`);
    await runner.query(`CREATE INDEX person_leaving ON person (leaves_at) WHERE state = 'leaving'`);
    await runner.query('CREATE INDEX person_newest ON person (joined_at DESC, person_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE person');
  }
}
