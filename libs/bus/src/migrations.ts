import type { MigrationClass } from '@trivium/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class CreateOutboxAndInbox1700000000001 implements MigrationInterface {
  name = 'CreateOutboxAndInbox1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE outbox (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      topic text NOT NULL, key text NOT NULL, headers jsonb NOT NULL, value text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now())`);
    await runner.query(`CREATE TABLE inbox (
      consumer text NOT NULL, event_id text NOT NULL, received_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (consumer, event_id))`);
    await runner.query('CREATE INDEX inbox_received_at ON inbox (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox');
    await runner.query('DROP TABLE outbox');
  }
}

class CreateDeadLetter1700000000002 implements MigrationInterface {
  name = 'CreateDeadLetter1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE dead_letter (
      event_id text NOT NULL, consumer text NOT NULL, topic text NOT NULL, key text, headers jsonb NOT NULL, value text,
      reason text NOT NULL, attempts int NOT NULL, died_at timestamptz NOT NULL DEFAULT now(), replayed_at timestamptz,
      PRIMARY KEY (consumer, event_id))`);
    await runner.query('CREATE INDEX dead_letter_waiting ON dead_letter (died_at) WHERE replayed_at IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dead_letter');
  }
}

/** What every service that sends or receives events needs in its schema. */
export const busMigrations: readonly MigrationClass[] = [
  CreateOutboxAndInbox1700000000001,
  CreateDeadLetter1700000000002,
];
