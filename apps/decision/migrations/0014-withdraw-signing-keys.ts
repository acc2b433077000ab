import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A key that leaked is kept by name for a while and trusted by nobody. */
export class WithdrawSigningKeys1762000000014 implements MigrationInterface {
  name = 'WithdrawSigningKeys1762000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE signing_key ADD COLUMN withdrawn_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM signing_key WHERE withdrawn_at IS NOT NULL');
    await runner.query('ALTER TABLE signing_key DROP COLUMN withdrawn_at');
  }
}
