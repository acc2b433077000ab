import type { CredentialId, NhiId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Credential, Suspect } from './credential.js';
import type { CredentialStore } from './credential.store.js';

const columns = `c.credential_id AS "credentialId", c.nhi_id AS "nhiId", c.target, c.secret_types AS "secretTypes", c.generation, c.state,
  c.created_at AS "createdAt", c.expires_at AS "expiresAt"`;

type Updated = [Credential[], number];

export class PgCredentialStore implements CredentialStore {
  constructor(private readonly pool: Sql) {}

  async insert(tx: Transaction, one: Credential): Promise<void> {
    await tx.query(
      'INSERT INTO credential (credential_id, nhi_id, target, secret_types, generation, state, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [
        one.credentialId,
        one.nhiId,
        one.target,
        one.secretTypes,
        one.generation,
        one.state,
        one.createdAt,
        one.expiresAt,
      ],
    );
  }

  async find(sql: Sql, credentialId: CredentialId): Promise<Credential | undefined> {
    return (
      await sql.query<Credential[]>(`SELECT ${columns} FROM credential c WHERE c.credential_id = $1`, [
        credentialId,
      ])
    )[0];
  }

  ofNhi(sql: Sql, nhiId: NhiId): Promise<readonly Credential[]> {
    return sql.query<Credential[]>(
      `SELECT ${columns} FROM credential c WHERE c.nhi_id = $1 ORDER BY c.created_at`,
      [nhiId],
    );
  }

  suspects(tx: Transaction, nhiIds: readonly NhiId[]): Promise<readonly Suspect[]> {
    return tx.query<Suspect[]>(
      `SELECT ${columns}, (SELECT a.fingerprint FROM account a WHERE a.owner_id = c.credential_id AND a.state <> 'ended' LIMIT 1) AS fingerprint
       FROM credential c WHERE c.nhi_id = ANY($1::text[]) ORDER BY c.credential_id FOR UPDATE OF c`,
      [[...nhiIds]],
    );
  }

  async activated(tx: Transaction, credentialId: CredentialId): Promise<Credential | undefined> {
    const [rows] = await tx.query<Updated>(
      `UPDATE credential c SET state = 'active' WHERE credential_id = $1 AND state = 'wanted' RETURNING ${columns}`,
      [credentialId],
    );
    return rows[0];
  }

  async rotating(tx: Transaction, credentialId: CredentialId): Promise<void> {
    await tx.query(
      `UPDATE credential SET state = 'rotating', generation = generation + 1 WHERE credential_id = $1`,
      [credentialId],
    );
  }

  async rotated(tx: Transaction, credentialId: CredentialId): Promise<Credential | undefined> {
    const [rows] = await tx.query<Updated>(
      `UPDATE credential c SET state = 'active' WHERE credential_id = $1 AND state = 'rotating' RETURNING ${columns}`,
      [credentialId],
    );
    return rows[0];
  }

  async end(
    tx: Transaction,
    credentialId: CredentialId,
    reason: string,
    at: Date,
  ): Promise<Credential | undefined> {
    const [rows] = await tx.query<Updated>(
      `UPDATE credential c SET state = 'ended', ended_at = $2, end_reason = $3 WHERE credential_id = $1 AND state <> 'ended' RETURNING ${columns}`,
      [credentialId, at, reason],
    );
    return rows[0];
  }

  async due(now: Date, limit: number): Promise<readonly CredentialId[]> {
    const rows = await this.pool.query<{ id: CredentialId }[]>(
      `SELECT credential_id AS id FROM credential WHERE state <> 'ended' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
      [now, limit],
    );
    return rows.map(({ id }) => id);
  }
}
