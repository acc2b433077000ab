import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every alert asks whether it was told before. */
export class IndexFindingAlert1700000000203 implements MigrationInterface {
  name = 'IndexFindingAlert1700000000203';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX finding_alert ON finding (source, repository, alert_number)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX finding_alert');
  }
}
