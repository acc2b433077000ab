import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A grant that ended before it was seen to begin has only its end. `written_by` lets every replica find what it has not read yet. */
export class CreateAccessGrant1762000000003 implements MigrationInterface {
  name = 'CreateAccessGrant1762000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE access_grant (
      grant_id text PRIMARY KEY,
      subject_id text NOT NULL,
      chain text[],
      action text,
      resource_type text,
      resource_id text,
      granted_at timestamptz,
      expires_at timestamptz,
      ended_at timestamptz,
      written_by xid8 NOT NULL,
      CHECK (ended_at IS NOT NULL OR num_nulls(chain, action, resource_type, resource_id, granted_at) = 0))`);
    await runner.query('CREATE INDEX access_grant_written_by ON access_grant (written_by)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE access_grant');
  }
}
