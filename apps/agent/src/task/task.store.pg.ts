import type { DelegationId, TaskId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Task } from './task.js';
import type { TaskStore } from './task.store.js';

const columns = `task_id AS "taskId", agent_id AS "agentId", delegation_id AS "delegationId", parent_task_id AS "parentTaskId", chain, details, state,
  started_at AS "startedAt", expires_at AS "expiresAt", ended_at AS "endedAt", end_reason AS "endReason"`;

export class PgTaskStore implements TaskStore {
  constructor(private readonly pool: Sql) {}

  async insert(tx: Transaction, task: Omit<Task, 'state' | 'endedAt' | 'endReason'>): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO task (task_id, agent_id, delegation_id, parent_task_id, chain, details, state, started_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, $8) ON CONFLICT (task_id) DO NOTHING RETURNING 1`,
      [
        task.taskId,
        task.agentId,
        task.delegationId,
        task.parentTaskId,
        task.chain,
        JSON.stringify(task.details),
        task.startedAt,
        task.expiresAt,
      ],
    );
    return rows.length > 0;
  }

  async find(sql: Sql, taskId: TaskId): Promise<Task | undefined> {
    const [row] = await sql.query<Task[]>(`SELECT ${columns} FROM task WHERE task_id = $1`, [taskId]);
    return row;
  }

  async hold(tx: Transaction, taskId: TaskId): Promise<Task | undefined> {
    const [row] = await tx.query<Task[]>(`SELECT ${columns} FROM task WHERE task_id = $1 FOR SHARE`, [
      taskId,
    ]);
    return row;
  }

  list(limit: number): Promise<readonly Task[]> {
    return this.pool.query<Task[]>(`SELECT ${columns} FROM task ORDER BY started_at DESC LIMIT $1`, [limit]);
  }

  async endWithDescendants(
    tx: Transaction,
    taskId: TaskId,
    reason: string,
    at: Date,
  ): Promise<readonly Task[]> {
    const [rows] = await tx.query<[Task[], number]>(
      `WITH RECURSIVE tree AS (
         SELECT task_id FROM task WHERE task_id = $1
         UNION ALL SELECT t.task_id FROM task t JOIN tree ON t.parent_task_id = tree.task_id)
       UPDATE task SET state = 'ended', ended_at = $2, end_reason = $3 FROM tree
       WHERE task.task_id = tree.task_id AND task.state = 'active' RETURNING ${columns.replaceAll('task_id AS', 'task.task_id AS').replace('parent_task.task_id AS', 'parent_task_id AS')}`,
      [taskId, at, reason],
    );
    return [...rows].sort((a, b) => Number(b.taskId === taskId) - Number(a.taskId === taskId));
  }

  async endUnder(
    tx: Transaction,
    delegationIds: readonly DelegationId[],
    reason: string,
    at: Date,
  ): Promise<readonly Task[]> {
    const [rows] = await tx.query<[Task[], number]>(
      `UPDATE task SET state = 'ended', ended_at = $2, end_reason = $3 WHERE delegation_id = ANY($1::text[]) AND state = 'active' RETURNING ${columns}`,
      [[...delegationIds], at, reason],
    );
    return rows;
  }

  async due(now: Date, limit: number): Promise<readonly TaskId[]> {
    const rows = await this.pool.query<{ id: TaskId }[]>(
      `SELECT task_id AS id FROM task WHERE state = 'active' AND expires_at <= $1 ORDER BY expires_at LIMIT $2`,
      [now, limit],
    );
    return rows.map(({ id }) => id);
  }
}
