import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateNhi1700000000201 implements MigrationInterface {
  name = 'CreateNhi1700000000201';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE nhi (
      nhi_id text PRIMARY KEY, name text NOT NULL, kind text NOT NULL, owner_id text NOT NULL, sponsor_id text, purpose text NOT NULL,
      environment text NOT NULL, data_sensitivity text NOT NULL, repositories text[] NOT NULL, permissions text[] NOT NULL,
      generation int NOT NULL DEFAULT 1, state text NOT NULL CHECK (state IN ('active', 'ownerless', 'quarantined')),
      owner_deadline timestamptz, registered_at timestamptz NOT NULL)`);
    await runner.query('CREATE INDEX nhi_owner ON nhi (owner_id)');
    await runner.query('CREATE INDEX nhi_repositories ON nhi USING gin (repositories)');
    await runner.query(`CREATE INDEX nhi_owner_due ON nhi (owner_deadline) WHERE state = 'ownerless'`);
    await runner.query(`CREATE TABLE credential (
      credential_id text PRIMARY KEY, nhi_id text NOT NULL REFERENCES nhi, target text NOT NULL, secret_types text[] NOT NULL,
      generation int NOT NULL DEFAULT 1, state text NOT NULL CHECK (state IN ('wanted', 'active', 'rotating', 'ended')),
      created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, ended_at timestamptz, end_reason text)`);
    await runner.query('CREATE INDEX credential_of_nhi ON credential (nhi_id)');
    await runner.query(`CREATE INDEX credential_due ON credential (expires_at) WHERE state <> 'ended'`);
    await runner.query(`CREATE TABLE finding (
      finding_id text PRIMARY KEY, source text NOT NULL, repository text NOT NULL, alert_number int NOT NULL, secret_type text NOT NULL,
      credential_id text, state text NOT NULL CHECK (state IN ('unmatched', 'open', 'closed')), opened_at timestamptz NOT NULL, closed_at timestamptz)`);
    await runner.query(`CREATE INDEX finding_open ON finding (credential_id) WHERE state = 'open'`);
    await runner.query(`CREATE TABLE deployment (
      source text NOT NULL, repository text NOT NULL, environment text NOT NULL, ref text NOT NULL, sha text NOT NULL,
      permissions text[], removed boolean NOT NULL, occurred_at timestamptz NOT NULL, PRIMARY KEY (source, repository, environment))`);
    await runner.query(`CREATE TABLE review (
      review_id text PRIMARY KEY, nhi_id text NOT NULL REFERENCES nhi, trigger text NOT NULL, changes text[] NOT NULL, proposed text[],
      state text NOT NULL CHECK (state IN ('open', 'decided')), opened_at timestamptz NOT NULL, deadline timestamptz NOT NULL,
      decision text, decided_by text, decided_reason text, decided_at timestamptz)`);
    await runner.query('CREATE INDEX review_newest ON review (opened_at DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['review', 'deployment', 'finding', 'credential', 'nhi'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
