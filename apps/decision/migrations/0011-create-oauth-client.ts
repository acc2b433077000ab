import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Workloads and agents that may ask for tokens in their own name, as their roads vouch for them. */
export class CreateOauthClient1762000000011 implements MigrationInterface {
  name = 'CreateOauthClient1762000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE oauth_client (
      credential_id text PRIMARY KEY,
      client_id text NOT NULL,
      chain text[] NOT NULL,
      keys jsonb NOT NULL,
      trusted_issuer text,
      trusted_claims jsonb,
      scope text[] NOT NULL,
      details jsonb NOT NULL,
      dpop_bound boolean NOT NULL,
      stated_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      CHECK (num_nulls(trusted_issuer, trusted_claims) IN (0, 2)))`);
    await runner.query('CREATE INDEX oauth_client_id ON oauth_client (client_id)');
    await runner.query('CREATE INDEX oauth_client_trusted_issuer ON oauth_client (trusted_issuer)');
    await runner.query('CREATE INDEX oauth_client_expires_at ON oauth_client (expires_at)');
    await replaceKinds(runner, ['grant', 'task', 'derived', 'client']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM issued_token WHERE kind = 'client'`);
    await replaceKinds(runner, ['grant', 'task', 'derived']);
    await runner.query('DROP TABLE oauth_client');
  }
}

async function replaceKinds(runner: QueryRunner, kinds: readonly string[]): Promise<void> {
  await runner.query('ALTER TABLE issued_token DROP CONSTRAINT issued_token_kind_check');
  await runner.query(
    `ALTER TABLE issued_token ADD CONSTRAINT issued_token_kind_check CHECK (kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}))`,
  );
}
