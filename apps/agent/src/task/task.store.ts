import type { DelegationId, TaskId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Task } from './task.js';

export const TASKS = Symbol('Tasks');

export interface TaskStore {
  /** False when the task is known: it was heard of before. */
  insert(tx: Transaction, task: Omit<Task, 'state' | 'endedAt' | 'endReason'>): Promise<boolean>;
  find(sql: Sql, taskId: TaskId): Promise<Task | undefined>;
  /** The task as it stays until the transaction ends. */
  hold(tx: Transaction, taskId: TaskId): Promise<Task | undefined>;
  list(limit: number): Promise<readonly Task[]>;
  /** Ends the task and every active task below it; answers those that it ended, the task itself first. */
  endWithDescendants(tx: Transaction, taskId: TaskId, reason: string, at: Date): Promise<readonly Task[]>;
  endUnder(
    tx: Transaction,
    delegationIds: readonly DelegationId[],
    reason: string,
    at: Date,
  ): Promise<readonly Task[]>;
  due(now: Date, limit: number): Promise<readonly TaskId[]>;
}
