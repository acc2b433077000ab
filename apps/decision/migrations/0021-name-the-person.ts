import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two people are compared by their accounts from here on. Before, there was one, and every API token was its own: what still waits for a
 * second person has had the word of that one, once. What is published or closed stays as it was said.
 */
export class NameThePerson1762000000021 implements MigrationInterface {
  name = 'NameThePerson1762000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE policy_bundle SET proposed_by = 'user:admin'
      WHERE sequence IS NULL AND proposed_by ~ '^(administrator|api-token):'`);
    const waiting = `SELECT task_id FROM access_request WHERE status = 'pending'`;
    await runner.query(`DELETE FROM access_request_approval AS later USING access_request_approval AS former
      WHERE later.task_id IN (${waiting}) AND former.task_id = later.task_id
        AND (former.approved_at, former.approved_by) < (later.approved_at, later.approved_by)`);
    await runner.query(
      `UPDATE access_request_approval SET approved_by = 'user:admin' WHERE task_id IN (${waiting})`,
    );
  }

  /** What was one person stays one. */
  async down(): Promise<void> {}
}
