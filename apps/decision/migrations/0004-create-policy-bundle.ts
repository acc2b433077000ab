import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A proposed version of the governance model, and what became of it. The sequence is that of publications, without gaps. */
export class CreatePolicyBundle1762000000004 implements MigrationInterface {
  name = 'CreatePolicyBundle1762000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE policy_bundle (
      proposal_id text PRIMARY KEY,
      version text NOT NULL,
      digest text NOT NULL,
      files jsonb NOT NULL,
      reason text NOT NULL,
      base_digest text NOT NULL,
      differences jsonb NOT NULL,
      widens boolean NOT NULL,
      proposed_by text NOT NULL,
      proposed_at timestamptz NOT NULL,
      approved_by text,
      published_at timestamptz,
      sequence bigint UNIQUE,
      jws text,
      CHECK (num_nulls(published_at, sequence, jws) IN (0, 3)),
      CHECK (sequence IS NULL OR NOT widens OR (approved_by IS NOT NULL AND approved_by <> proposed_by)))`);
    await runner.query('CREATE INDEX policy_bundle_proposed_at ON policy_bundle (proposed_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE policy_bundle');
  }
}
