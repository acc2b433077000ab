import type { AgentId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Agent, AgentState } from './agent.js';

export const AGENTS = Symbol('Agents');

export interface AgentStore {
  insert(tx: Transaction, agent: Agent): Promise<void>;
  find(sql: Sql, agentId: AgentId): Promise<Agent | undefined>;
  /** The agent as it stays until the transaction ends. */
  hold(tx: Transaction, agentId: AgentId): Promise<Agent | undefined>;
  /** The same for one who will change it; waits for those who hold it. */
  lock(tx: Transaction, agentId: AgentId): Promise<Agent | undefined>;
  setState(tx: Transaction, agentId: AgentId, state: AgentState, generation: number): Promise<void>;
  list(limit: number): Promise<readonly Agent[]>;
  /** True the first time an assertion's id is used; what has expired by `now` is forgotten. */
  useAssertion(tx: Transaction, id: string, expiresAt: Date, now: Date): Promise<boolean>;
}
