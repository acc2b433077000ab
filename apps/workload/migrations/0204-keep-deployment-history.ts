import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which deployment runs, and which versions ran before it. What was reported before names neither. */
export class KeepDeploymentHistory1700000000204 implements MigrationInterface {
  name = 'KeepDeploymentHistory1700000000204';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE deployment ADD COLUMN deployment_id text, ADD COLUMN earlier text[] NOT NULL DEFAULT '{}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE deployment DROP COLUMN deployment_id, DROP COLUMN earlier');
  }
}
