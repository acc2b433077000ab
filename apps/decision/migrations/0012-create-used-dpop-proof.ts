import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsedDpopProof1762000000012 implements MigrationInterface {
  name = 'CreateUsedDpopProof1762000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE used_dpop_proof (
      jkt text NOT NULL,
      proof_id text NOT NULL,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (jkt, proof_id))`);
    await runner.query('CREATE INDEX used_dpop_proof_expires_at ON used_dpop_proof (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE used_dpop_proof');
  }
}
