import { createSigningKeyTable, dropSigningKeyTable } from '@trivium/credentials';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSigningKey1762000000001 implements MigrationInterface {
  name = 'CreateSigningKey1762000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of createSigningKeyTable) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropSigningKeyTable);
  }
}
