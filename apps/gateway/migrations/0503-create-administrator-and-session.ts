import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAdministratorAndSession1700000000503 implements MigrationInterface {
  name = 'CreateAdministratorAndSession1700000000503';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE administrator (username text PRIMARY KEY, password_hash text NOT NULL, created_at timestamptz NOT NULL)',
    );
    await runner.query(`CREATE TABLE session (
      session_hash text PRIMARY KEY, subject text NOT NULL, roles text[] NOT NULL, created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`);
    await runner.query(`CREATE TABLE api_token (
      api_token_id text PRIMARY KEY, token_hash text NOT NULL UNIQUE, name text NOT NULL, roles text[] NOT NULL,
      created_by text NOT NULL, created_at timestamptz NOT NULL, expires_at timestamptz)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_token');
    await runner.query('DROP TABLE session');
    await runner.query('DROP TABLE administrator');
  }
}
