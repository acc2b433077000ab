import type { AgentId, DelegationId, PersonId } from '@trivium/identity';
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

  async endWithBelow(
    tx: Transaction,
    delegationIds: readonly DelegationId[],
    reason: string,
    at: Date,
  ): Promise<readonly Delegation[]> {
    const [rows] = await tx.query<[Delegation[], number]>(
      `WITH RECURSIVE tree AS (
         SELECT delegation_id AS id FROM delegation WHERE delegation_id = ANY($1::text[]) AND state = 'active'
         UNION SELECT d.delegation_id FROM delegation d JOIN tree ON d.parent_id = tree.id)
       UPDATE delegation SET state = 'ended', ended_at = $2, end_reason = $3
       FROM tree WHERE delegation_id = tree.id AND state = 'active' RETURNING ${columns}`,
      [[...delegationIds], at, reason],
    );
    return [...rows].sort((a, b) => a.depth - b.depth);
  }

  activeOf(tx: Transaction, personId: PersonId, generation: number): Promise<readonly DelegationId[]> {
    return ids(
      tx,
      `SELECT delegation_id AS id FROM delegation WHERE delegator_id = $1 AND state = 'active'
         AND split_part(chain[1], ':', 2)::int <= $2 ORDER BY depth, delegation_id`,
      [personId, generation],
    );
  }

  activeOfAgent(tx: Transaction, agentId: AgentId): Promise<readonly DelegationId[]> {
    return ids(
      tx,
      `SELECT delegation_id AS id FROM delegation WHERE agent_id = $1 AND state = 'active' ORDER BY depth, delegation_id`,
      [agentId],
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
