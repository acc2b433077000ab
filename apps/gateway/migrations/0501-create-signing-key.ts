import { createSigningKeyTable, dropSigningKeyTable } from '@trivium/credentials';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSigningKey1700000000501 implements MigrationInterface {
  name = 'CreateSigningKey1700000000501';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of createSigningKeyTable) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropSigningKeyTable);
  }
}
