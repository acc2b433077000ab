import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOwner1700000000202 implements MigrationInterface {
  name = 'CreateOwner1700000000202';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE owner (person_id text PRIMARY KEY, generation int NOT NULL, gone boolean NOT NULL)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE owner');
  }
}
