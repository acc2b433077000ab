import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIssuedToken1762000000002 implements MigrationInterface {
  name = 'CreateIssuedToken1762000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE issued_token (
      token_id text PRIMARY KEY,
      kind text NOT NULL CHECK (kind IN ('grant', 'task', 'derived')),
      subject_id text NOT NULL,
      client_id text NOT NULL,
      chain text[] NOT NULL,
      parent_id text,
      client_keys jsonb NOT NULL,
      issued_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL)`);
    await runner.query('CREATE INDEX issued_token_expires_at ON issued_token (expires_at)');
    await runner.query(`CREATE TABLE used_client_assertion (
      client_id text NOT NULL,
      assertion_id text NOT NULL,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (client_id, assertion_id))`);
    await runner.query('CREATE INDEX used_client_assertion_expires_at ON used_client_assertion (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_client_assertion');
    await runner.query('DROP TABLE issued_token');
  }
}
