import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An agent can be ended as a whole; all that there are act. */
export class AddAgentState1700000000302 implements MigrationInterface {
  name = 'AddAgentState1700000000302';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE agent ADD COLUMN state text NOT NULL DEFAULT 'active'
      CHECK (state IN ('active', 'suspended', 'retired'))`);
    await runner.query(`CREATE INDEX delegation_of_agent ON delegation (agent_id) WHERE state = 'active'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX delegation_of_agent');
    await runner.query('ALTER TABLE agent DROP COLUMN state');
  }
}
