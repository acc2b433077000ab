import type { AgentId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Agent, AgentState } from './agent.js';
import type { AgentStore } from './agent.store.js';

const columns = `agent_id AS "agentId", name, classification, owner_id AS "ownerId", state, generation, jwks, registered_at AS "registeredAt"`;

export class PgAgentStore implements AgentStore {
  constructor(private readonly pool: Sql) {}

  async insert(tx: Transaction, agent: Agent): Promise<void> {
    const { agentId, name, classification, ownerId, state, generation, jwks, registeredAt } = agent;
    await tx.query(
      'INSERT INTO agent (agent_id, name, classification, owner_id, state, generation, jwks, registered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [agentId, name, classification, ownerId, state, generation, jwks, registeredAt],
    );
  }

  find(sql: Sql, agentId: AgentId): Promise<Agent | undefined> {
    return one(sql, agentId, '');
  }

  hold(tx: Transaction, agentId: AgentId): Promise<Agent | undefined> {
    return one(tx, agentId, 'FOR SHARE');
  }

  lock(tx: Transaction, agentId: AgentId): Promise<Agent | undefined> {
    return one(tx, agentId, 'FOR UPDATE');
  }

  async setState(tx: Transaction, agentId: AgentId, state: AgentState, generation: number): Promise<void> {
    await tx.query('UPDATE agent SET state = $2, generation = $3 WHERE agent_id = $1', [
      agentId,
      state,
      generation,
    ]);
  }

  list(limit: number): Promise<readonly Agent[]> {
    return this.pool.query<Agent[]>(`SELECT ${columns} FROM agent ORDER BY registered_at DESC LIMIT $1`, [
      limit,
    ]);
  }

  async useAssertion(tx: Transaction, id: string, expiresAt: Date, now: Date): Promise<boolean> {
    await tx.query('DELETE FROM used_assertion WHERE expires_at < $1', [now]);
    const rows = await tx.query<unknown[]>(
      'INSERT INTO used_assertion (assertion_id, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
      [id, expiresAt],
    );
    return rows.length > 0;
  }
}

async function one(
  sql: Sql,
  agentId: AgentId,
  held: '' | 'FOR SHARE' | 'FOR UPDATE',
): Promise<Agent | undefined> {
  const [row] = await sql.query<Agent[]>(`SELECT ${columns} FROM agent WHERE agent_id = $1 ${held}`, [
    agentId,
  ]);
  return row;
}
