import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several people may sign in. Sessions begin anew, and an API token belongs to the person behind whoever made it. */
export class CreateAccount1700000000504 implements MigrationInterface {
  name = 'CreateAccount1700000000504';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE account (
      user_name text PRIMARY KEY, person text NOT NULL UNIQUE GENERATED ALWAYS AS ('user:' || user_name) STORED,
      display_name text NOT NULL, roles text[] NOT NULL, active boolean NOT NULL,
      password_hash text NOT NULL, password_expires_at timestamptz, created_at timestamptz NOT NULL)`);
    await runner.query(`INSERT INTO account (user_name, display_name, roles, active, password_hash, created_at)
      SELECT username, username, '{admin}', true, password_hash, created_at FROM administrator`);
    await runner.query('DROP TABLE session');
    await runner.query(`CREATE TABLE session (
      session_hash text PRIMARY KEY, person text NOT NULL REFERENCES account (person), created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`);
    await runner.query('ALTER TABLE api_token ADD person text REFERENCES account (person)');
    await runner.query(`WITH RECURSIVE made AS (
        SELECT api_token_id, created_by FROM api_token
        UNION SELECT made.api_token_id, maker.created_by FROM made JOIN api_token AS maker ON made.created_by = 'api-token:' || maker.api_token_id)
      UPDATE api_token SET person = coalesce(
        (SELECT account.person FROM made JOIN account ON made.created_by = 'administrator:' || user_name WHERE made.api_token_id = api_token.api_token_id),
        (SELECT account.person FROM account ORDER BY created_at LIMIT 1))`);
    await runner.query('ALTER TABLE api_token ALTER person SET NOT NULL');
    await runner.query('DROP TABLE administrator');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE administrator (username text PRIMARY KEY, password_hash text NOT NULL, created_at timestamptz NOT NULL)',
    );
    await runner.query(`INSERT INTO administrator SELECT user_name, password_hash, created_at FROM account
      WHERE active AND 'admin' = ANY (roles) AND password_expires_at IS NULL`);
    await runner.query('ALTER TABLE api_token DROP person');
    await runner.query('DROP TABLE session');
    await runner.query(`CREATE TABLE session (
      session_hash text PRIMARY KEY, subject text NOT NULL, roles text[] NOT NULL, created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`);
    await runner.query('DROP TABLE account');
  }
}
