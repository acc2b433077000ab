import { createMarkerTable, dropMarkerTable } from '@trivium/revocation';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tokens that were revoked by themselves: the truth from which `decision` writes its markers. */
export class CreateTokenMarker1762000000010 implements MigrationInterface {
  name = 'CreateTokenMarker1762000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createMarkerTable);
    await runner.query('ALTER TABLE issued_token ADD COLUMN revoked_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE issued_token DROP COLUMN revoked_at');
    await runner.query(dropMarkerTable);
  }
}
