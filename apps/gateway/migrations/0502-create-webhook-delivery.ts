import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWebhookDelivery1700000000502 implements MigrationInterface {
  name = 'CreateWebhookDelivery1700000000502';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE webhook_delivery (
      source text NOT NULL, delivery_id text NOT NULL, received_at timestamptz NOT NULL, PRIMARY KEY (source, delivery_id))`);
    await runner.query('CREATE INDEX webhook_delivery_age ON webhook_delivery (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_delivery');
  }
}
