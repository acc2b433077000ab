import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAgent1700000000301 implements MigrationInterface {
  name = 'CreateAgent1700000000301';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE delegator (person_id text PRIMARY KEY, generation int NOT NULL, active boolean NOT NULL)',
    );
    await runner.query(`CREATE TABLE agent (
      agent_id text PRIMARY KEY, name text NOT NULL, classification text NOT NULL, owner_id text NOT NULL,
      generation int NOT NULL DEFAULT 1, jwks jsonb NOT NULL, registered_at timestamptz NOT NULL)`);
    await runner.query(`CREATE TABLE delegation (
      delegation_id text PRIMARY KEY, agent_id text NOT NULL REFERENCES agent, delegator_id text NOT NULL,
      parent_id text REFERENCES delegation, depth int NOT NULL, chain text[] NOT NULL, purpose text NOT NULL, details jsonb NOT NULL,
      state text NOT NULL CHECK (state IN ('active', 'ended')), granted_at timestamptz NOT NULL, expires_at timestamptz NOT NULL,
      ended_at timestamptz, end_reason text)`);
    await runner.query(
      `CREATE INDEX delegation_of_person ON delegation (delegator_id) WHERE state = 'active'`,
    );
    await runner.query(`CREATE INDEX delegation_due ON delegation (expires_at) WHERE state = 'active'`);
    await runner.query(`CREATE TABLE task (
      task_id text PRIMARY KEY, agent_id text NOT NULL, delegation_id text, parent_task_id text, chain text[] NOT NULL, details jsonb NOT NULL,
      state text NOT NULL CHECK (state IN ('active', 'ended')), started_at timestamptz NOT NULL, expires_at timestamptz NOT NULL,
      ended_at timestamptz, end_reason text)`);
    await runner.query('CREATE INDEX task_newest ON task (started_at DESC)');
    await runner.query(`CREATE INDEX task_of_delegation ON task (delegation_id) WHERE state = 'active'`);
    await runner.query('CREATE INDEX task_parent ON task (parent_task_id)');
    await runner.query(`CREATE INDEX task_due ON task (expires_at) WHERE state = 'active'`);
    await runner.query(
      'CREATE TABLE used_assertion (assertion_id text PRIMARY KEY, expires_at timestamptz NOT NULL)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['used_assertion', 'task', 'delegation', 'agent', 'delegator'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
