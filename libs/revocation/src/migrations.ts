import { createSigningKeyTable, dropSigningKeyTable } from '@trivium/credentials';
import type { MigrationClass } from '@trivium/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The truth about what is contained, in the schema of whoever writes markers. */
export const createMarkerTable = `CREATE TABLE marker (
  link_id text COLLATE "C" PRIMARY KEY, denied_up_to int NOT NULL CHECK (denied_up_to > 0),
  contained_at timestamptz NOT NULL, expires_at timestamptz NOT NULL)`;
export const dropMarkerTable = 'DROP TABLE marker';

class CreateMarker1700000000010 implements MigrationInterface {
  name = 'CreateMarker1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(createMarkerTable);
    for (const statement of createSigningKeyTable) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropSigningKeyTable);
    await runner.query(dropMarkerTable);
  }
}

class CreateAccount1700000000011 implements MigrationInterface {
  name = 'CreateAccount1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE account (
      account_id text PRIMARY KEY, owner_id text NOT NULL, generation int NOT NULL,
      target text NOT NULL, name text NOT NULL, entitlements text[] NOT NULL,
      state text NOT NULL CHECK (state IN ('wanted', 'active', 'ending', 'ended')),
      sealed_secret text, previous_sealed text, fingerprint text, claimed boolean NOT NULL DEFAULT false,
      attempts int NOT NULL DEFAULT 0, due_at timestamptz NOT NULL, leased_until timestamptz, last_error text,
      created_at timestamptz NOT NULL, active_at timestamptz, ended_at timestamptz)`);
    await runner.query(
      `CREATE UNIQUE INDEX account_at_target ON account (target, name) WHERE state <> 'ended'`,
    );
    await runner.query('CREATE INDEX account_owner ON account (owner_id)');
    await runner.query(`CREATE INDEX account_due ON account (target, due_at) WHERE state = 'wanted'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE account');
  }
}

class CreateRevocation1700000000012 implements MigrationInterface {
  name = 'CreateRevocation1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE revocation (
      revocation_id text PRIMARY KEY, subject_id text NOT NULL, subject_kind text NOT NULL, subject_label text NOT NULL,
      reason text NOT NULL, cause_id text, chain text[] NOT NULL,
      event_at timestamptz NOT NULL, contained_at timestamptz, eradicated_at timestamptz, verified_at timestamptz,
      owner text, deadline timestamptz, policy_version text NOT NULL, traceparent text,
      created_at timestamptz NOT NULL)`);
    await runner.query('CREATE INDEX revocation_newest ON revocation (created_at DESC, revocation_id DESC)');
    await runner.query('CREATE INDEX revocation_subject ON revocation (subject_id)');
    await runner.query(`CREATE TABLE revocation_target (
      revocation_id text NOT NULL REFERENCES revocation, target text NOT NULL, account text NOT NULL,
      kind text NOT NULL, act text NOT NULL CHECK (act IN ('revoke', 'rotate')), account_id text, entitlements text[] NOT NULL,
      stage text NOT NULL DEFAULT 'pending' CHECK (stage IN ('pending', 'eradicated', 'verified')),
      status text NOT NULL DEFAULT 'pending' CHECK (status IN ('confirmed', 'pending', 'unsupported', 'unavailable')),
      attempts int NOT NULL DEFAULT 0, due_at timestamptz NOT NULL, leased_until timestamptz, last_error text,
      eradicated_at timestamptz, verified_at timestamptz, eradication jsonb, verification jsonb,
      receipt_id text UNIQUE, jws text,
      PRIMARY KEY (revocation_id, target, account))`);
    await runner.query(
      `CREATE INDEX revocation_target_due ON revocation_target (target, due_at) WHERE stage <> 'verified'`,
    );
    await runner.query(
      `CREATE INDEX revocation_target_account ON revocation_target (account_id) WHERE stage <> 'verified'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE revocation_target');
    await runner.query('DROP TABLE revocation');
  }
}

/** What every road needs in its schema: markers, accounts at targets, revocations with their durable work and receipts. */
export const revocationMigrations: readonly MigrationClass[] = [
  CreateMarker1700000000010,
  CreateAccount1700000000011,
  CreateRevocation1700000000012,
];
