import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A client may publish its keys instead of having them registered. */
export class LocateClientKeys1762000000015 implements MigrationInterface {
  name = 'LocateClientKeys1762000000015';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE oauth_client ADD COLUMN keys_url text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM oauth_client WHERE keys_url IS NOT NULL');
    await runner.query('ALTER TABLE oauth_client DROP COLUMN keys_url');
  }
}
