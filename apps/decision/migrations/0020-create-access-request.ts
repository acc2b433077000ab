import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Access that was denied and asked for, who said what about it, and what became of it. A denial is used up by one request. */
export class CreateAccessRequest1762000000020 implements MigrationInterface {
  name = 'CreateAccessRequest1762000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE access_request (
      task_id text PRIMARY KEY,
      requester text NOT NULL,
      idempotency_key text,
      body_digest text NOT NULL,
      subject jsonb NOT NULL,
      subject_link text NOT NULL,
      road text NOT NULL CHECK (road IN ('workforce', 'workload', 'agent')),
      kind text NOT NULL,
      privileged boolean NOT NULL,
      bundled boolean NOT NULL,
      said jsonb NOT NULL,
      requested_until timestamptz,
      status text NOT NULL CHECK (status IN ('pending', 'approved', 'denied', 'cancelled', 'expired')),
      requested_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      closed_at timestamptz,
      closed_by text,
      approved_until timestamptz,
      UNIQUE (requester, idempotency_key),
      CHECK ((status = 'pending') = (closed_at IS NULL)),
      CHECK ((status = 'approved') = (approved_until IS NOT NULL)))`);
    await runner.query(
      `CREATE INDEX access_request_pending ON access_request (requested_at) WHERE status = 'pending'`,
    );
    await runner.query(
      `CREATE INDEX access_request_waiting ON access_request ((subject ->> 'id')) WHERE status = 'pending'`,
    );
    await runner.query(`CREATE TABLE access_request_item (
      task_id text NOT NULL REFERENCES access_request ON DELETE CASCADE,
      position int NOT NULL,
      resource jsonb NOT NULL,
      action jsonb NOT NULL,
      evaluation_id text NOT NULL CONSTRAINT access_request_item_evaluation UNIQUE,
      approval_id text UNIQUE,
      PRIMARY KEY (task_id, position))`);
    // One person speaks once about a request, and for one of those whom the model names.
    await runner.query(`CREATE TABLE access_request_approval (
      task_id text NOT NULL REFERENCES access_request ON DELETE CASCADE,
      approver text NOT NULL,
      approved_by text NOT NULL,
      approved_at timestamptz NOT NULL,
      PRIMARY KEY (task_id, approver),
      UNIQUE (task_id, approved_by))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE access_request_approval');
    await runner.query('DROP TABLE access_request_item');
    await runner.query('DROP TABLE access_request');
  }
}
