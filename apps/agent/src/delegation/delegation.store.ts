import type { AgentId, DelegationId, PersonId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Delegation, Delegator } from './delegation.js';

export const DELEGATIONS = Symbol('Delegations');

export interface DelegationStore {
  delegator(tx: Transaction, personId: PersonId): Promise<Delegator | undefined>;
  /** Keeps the newest generation; a generation that has left stays so. */
  saw(tx: Transaction, delegator: Delegator): Promise<void>;
  insert(tx: Transaction, delegation: Delegation): Promise<void>;
  find(sql: Sql, delegationId: DelegationId): Promise<Delegation | undefined>;
  /** The delegation as it stays until the transaction ends. */
  hold(tx: Transaction, delegationId: DelegationId): Promise<Delegation | undefined>;
  list(limit: number): Promise<readonly Delegation[]>;
  /** Locks and ends those of these that are active with all active ones below them; answers them, each before those below it. */
  endWithBelow(
    tx: Transaction,
    delegationIds: readonly DelegationId[],
    reason: string,
    at: Date,
  ): Promise<readonly Delegation[]>;
  /** The active ones that this person granted in this generation or an earlier one. */
  activeOf(tx: Transaction, personId: PersonId, generation: number): Promise<readonly DelegationId[]>;
  /** The active ones by which this agent acts, whoever granted them. */
  activeOfAgent(tx: Transaction, agentId: AgentId): Promise<readonly DelegationId[]>;
  due(now: Date, limit: number): Promise<readonly DelegationId[]>;
}
