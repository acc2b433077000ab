import type { DelegationId, PersonId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Delegation, Delegator } from './delegation.js';
import type { DelegationStore } from './delegation.store.js';

const columns = `delegation_id AS "delegationId", agent_id AS "agentId", delegator_id AS "delegatorId", parent_id AS "parentId", depth, chain, purpose,
  details, state, granted_at AS "grantedAt", expires_at AS "expiresAt"`;

interface Id {
  readonly id: DelegationId;
}

export class PgDelegationStore implements DelegationStore {
  constructor(private readonly pool: Sql) {}

  async delegator(tx: Transaction, personId: PersonId): Promise<Delegator | undefined> {
    const [row] = await tx.query<Delegator[]>(
      'SELECT person_id AS "personId", generation, active FROM delegator WHERE person_id = $1 FOR SHARE',
      [personId],
    );
    return row;
  }

  async saw(tx: Transaction, { personId, generation, active }: Delegator): Promise<void> {
    await tx.query(
      `INSERT INTO delegator AS d (person_id, generation, active) VALUES ($1, $2, $3)
       ON CONFLICT (person_id) DO UPDATE SET generation = excluded.generation, active = excluded.active
       WHERE excluded.generation > d.generation OR (excluded.generation = d.generation AND d.active AND NOT excluded.active)`,
      [personId, generation, active],
    );
  }

  async insert(tx: Transaction, one: Delegation): Promise<void> {
    await tx.query(
      `INSERT INTO delegation (delegation_id, agent_id, delegator_id, parent_id, depth, chain, purpose, details, state, granted_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        one.delegationId,
        one.agentId,
        one.delegatorId,
        one.parentId,
        one.depth,
        one.chain,
        one.purpose,
        JSON.stringify(one.details),
        one.state,
        one.grantedAt,
        one.expiresAt,
      ],
    );
  }

  async find(sql: Sql, delegationId: DelegationId): Promise<Delegation | undefined> {
    const [row] = await sql.query<Delegation[]>(
      `SELECT ${columns} FROM delegation WHERE delegation_id = $1`,
      [delegationId],
    );
    return row;
  }

  async hold(tx: Transaction, delegationId: DelegationId): Promise<Delegation | undefined> {
    const [row] = await tx.query<Delegation[]>(
      `SELECT ${columns} FROM delegation WHERE delegation_id = $1 FOR SHARE`,
      [delegationId],
    );
    return row;
  }

  list(limit: number): Promise<readonly Delegation[]> {
    return this.pool.query<Delegation[]>(
      `SELECT ${columns} FROM delegation ORDER BY granted_at DESC LIMIT $1`,
      [limit],
    );
  }

  async end(
    tx: Transaction,
    delegationId: DelegationId,
    reason: string,
    at: Date,
  ): Promise<Delegation | undefined> {
    const [rows] = await tx.query<[Delegation[], number]>(
      `UPDATE delegation SET state = 'ended', ended_at = $2, end_reason = $3 WHERE delegation_id = $1 AND state = 'active' RETURNING ${columns}`,
      [delegationId, at, reason],
    );
    return rows[0];
  }

  activeOf(tx: Transaction, personId: PersonId, generation: number): Promise<readonly DelegationId[]> {
    return ids(
      tx,
      `SELECT delegation_id AS id FROM delegation WHERE delegator_id = $1 AND state = 'active'
         AND split_part(chain[1], ':', 2)::int <= $2 ORDER BY depth, delegation_id`,
      [personId, generation],
    );
  }

  below(tx: Transaction, delegationId: DelegationId): Promise<readonly DelegationId[]> {
    return ids(
      tx,
      `WITH RECURSIVE lower AS (
         SELECT delegation_id, depth FROM delegation WHERE parent_id = $1
         UNION ALL SELECT d.delegation_id, d.depth FROM delegation d JOIN lower l ON d.parent_id = l.delegation_id)
       SELECT l.delegation_id AS id FROM lower l JOIN delegation d USING (delegation_id) WHERE d.state = 'active' ORDER BY l.depth`,
      [delegationId],
    );
  }

  due(now: Date, limit: number): Promise<readonly DelegationId[]> {
    return ids(
      this.pool,
      `SELECT delegation_id AS id FROM delegation WHERE state = 'active' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
      [now, limit],
    );
  }
}

async function ids(sql: Sql, statement: string, params: unknown[]): Promise<readonly DelegationId[]> {
  return (await sql.query<Id[]>(statement, params)).map(({ id }) => id);
}
