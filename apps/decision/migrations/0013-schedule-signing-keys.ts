import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys follow each other by the clock instead of one being the signer. An empty `follows` is unique too: there is one first key. */
export class ScheduleSigningKeys1762000000013 implements MigrationInterface {
  name = 'ScheduleSigningKeys1762000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX signing_key_one_signer');
    // The default is for keys of other purposes in this table, which sign from the start and have no successor.
    await runner.query(
      'ALTER TABLE signing_key ADD COLUMN signs_from timestamptz NOT NULL DEFAULT now(), ADD COLUMN follows text',
    );
    await runner.query('UPDATE signing_key SET signs_from = created_at');
    await runner.query(
      'CREATE UNIQUE INDEX signing_key_successor ON signing_key (alg, follows) NULLS NOT DISTINCT',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DELETE FROM signing_key WHERE kid NOT IN (SELECT DISTINCT ON (alg) kid FROM signing_key WHERE signs_from <= now() ORDER BY alg, signs_from DESC)`,
    );
    await runner.query('DROP INDEX signing_key_successor');
    await runner.query('ALTER TABLE signing_key DROP COLUMN signs_from, DROP COLUMN follows');
    await runner.query(
      'CREATE UNIQUE INDEX signing_key_one_signer ON signing_key (alg) WHERE retired_at IS NULL',
    );
  }
}
