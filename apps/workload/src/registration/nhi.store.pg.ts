import type { NhiId, PersonId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Nhi } from './nhi.js';
import type { NhiStore } from './nhi.store.js';

const columns = `nhi_id AS "nhiId", name, kind, owner_id AS "ownerId", sponsor_id AS "sponsorId", purpose, environment, data_sensitivity AS "dataSensitivity",
  repositories, permissions, generation, state, owner_deadline AS "ownerDeadline", registered_at AS "registeredAt"`;

export class PgNhiStore implements NhiStore {
  constructor(private readonly pool: Sql) {}

  async insert(tx: Transaction, nhi: Nhi): Promise<void> {
    await tx.query(
      `INSERT INTO nhi (nhi_id, name, kind, owner_id, sponsor_id, purpose, environment, data_sensitivity, repositories, permissions, generation, state, registered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        nhi.nhiId,
        nhi.name,
        nhi.kind,
        nhi.ownerId,
        nhi.sponsorId,
        nhi.purpose,
        nhi.environment,
        nhi.dataSensitivity,
        nhi.repositories,
        nhi.permissions,
        nhi.generation,
        nhi.state,
        nhi.registeredAt,
      ],
    );
  }

  async find(sql: Sql, nhiId: NhiId): Promise<Nhi | undefined> {
    return (await sql.query<Nhi[]>(`SELECT ${columns} FROM nhi WHERE nhi_id = $1`, [nhiId]))[0];
  }

  async lock(tx: Transaction, nhiId: NhiId): Promise<Nhi | undefined> {
    return (await tx.query<Nhi[]>(`SELECT ${columns} FROM nhi WHERE nhi_id = $1 FOR UPDATE`, [nhiId]))[0];
  }

  list(limit: number): Promise<readonly Nhi[]> {
    return this.pool.query<Nhi[]>(`SELECT ${columns} FROM nhi ORDER BY registered_at DESC LIMIT $1`, [limit]);
  }

  inRepository(tx: Transaction, repository: string): Promise<readonly Nhi[]> {
    return tx.query<Nhi[]>(
      `SELECT ${columns} FROM nhi WHERE repositories @> ARRAY[$1::text] ORDER BY nhi_id`,
      [repository],
    );
  }

  async orphan(tx: Transaction, ownerId: PersonId, deadline: Date): Promise<readonly Nhi[]> {
    const [rows] = await tx.query<[Nhi[], number]>(
      `UPDATE nhi SET state = 'ownerless', owner_deadline = $2 WHERE owner_id = $1 AND state = 'active' RETURNING ${columns}`,
      [ownerId, deadline],
    );
    return rows;
  }

  async assignOwner(tx: Transaction, nhiId: NhiId, ownerId: PersonId): Promise<void> {
    await tx.query(
      `UPDATE nhi SET owner_id = $2, owner_deadline = NULL, state = 'active' WHERE nhi_id = $1`,
      [nhiId, ownerId],
    );
  }

  async quarantine(tx: Transaction, nhiId: NhiId): Promise<void> {
    await tx.query(`UPDATE nhi SET state = 'quarantined', owner_deadline = NULL WHERE nhi_id = $1`, [nhiId]);
  }

  async reinstate(tx: Transaction, nhiId: NhiId, ownerId: PersonId, generation: number): Promise<void> {
    await tx.query(`UPDATE nhi SET state = 'active', owner_id = $2, generation = $3 WHERE nhi_id = $1`, [
      nhiId,
      ownerId,
      generation,
    ]);
  }

  async ownerDue(now: Date, limit: number): Promise<readonly NhiId[]> {
    const rows = await this.pool.query<{ id: NhiId }[]>(
      `SELECT nhi_id AS id FROM nhi WHERE state = 'ownerless' AND owner_deadline <= $1 ORDER BY owner_deadline LIMIT $2`,
      [now, limit],
    );
    return rows.map(({ id }) => id);
  }
}
