import { taskId as taskIdSchema } from '@trivium/contracts';
import type { TaskId } from '@trivium/identity';
import { UNIT_OF_WORK, type Sql, type Transaction, type UnitOfWork } from '@trivium/persistence';
import type { Account, RoadRevocation } from '@trivium/revocation';
import { CLOCK, CurrentCaller, forbidden, notFound, Roles, type Caller, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, ROAD_REVOCATION } from '@trivium/service';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { AgentProof } from './agent-proof.js';
import { EndTask } from './end-task.js';
import { HeardTasks } from './heard-tasks.js';
import type { Task, TaskEnd } from './task.js';
import { TASKS, type TaskStore } from './task.store.js';

const page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });
const parameters = z.object({ taskId: taskIdSchema });
const ends = { complete: 'completed', fail: 'failed', cancel: 'cancelled' } as const satisfies Record<
  string,
  TaskEnd
>;
const ending = parameters.extend({ act: z.enum(['complete', 'fail', 'cancel']) });
const proof = z.strictObject({ clientAssertion: z.string().max(16_384).optional() }).default({});

type TaskAnswer = Task & { readonly accounts: readonly Account[] };

@Controller('tasks')
@Roles('admin', 'security', 'owner')
export class TaskController {
  constructor(
    private readonly endTask: EndTask,
    private readonly agentProof: AgentProof,
    private readonly heard: HeardTasks,
    @Inject(TASKS) private readonly tasks: TaskStore,
    @Inject(ROAD_REVOCATION) private readonly road: RoadRevocation,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(DATA_SOURCE) private readonly pool: Sql,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The latest tasks, each with its accounts at the targets. */
  @Get()
  async list(
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<{ readonly items: readonly TaskAnswer[] }> {
    const tasks = await this.tasks.list(query.limit);
    return { items: await Promise.all(tasks.map((task) => this.#withAccounts(task))) };
  }

  /** One task as it stands, with its accounts at the targets. */
  @Get(':taskId')
  async find(@Param({ schema: parameters }) { taskId }: z.output<typeof parameters>): Promise<TaskAnswer> {
    const task = await this.tasks.find(this.pool, taskId);
    if (!task) throw notFound(`there is no task ${taskId}`);
    return this.#withAccounts(task);
  }

  /** Answers when every decision point denies the task; one that is over stays over, and one that has just begun is waited for. */
  @Post(':taskId/:act')
  @HttpCode(202)
  async end(
    @Param({ schema: ending }) { taskId, act }: z.output<typeof ending>,
    @Body({ schema: proof }) { clientAssertion }: z.output<typeof proof>,
    @CurrentCaller() caller: Caller,
  ): Promise<{ readonly taskId: TaskId; readonly ended: boolean }> {
    const known = await this.heard.find(taskId);
    return this.unitOfWork.run(async (tx) => {
      const actor = await this.#actor(tx, clientAssertion, caller, known);
      if (!known) throw notFound(`there is no task ${taskId}`);
      const ended = await this.endTask.execute(tx, taskId, {
        reason: ends[act],
        actor,
        eventAt: this.clock.now(),
      });
      return { taskId, ended };
    });
  }

  async #actor(tx: Transaction, assertion: string | undefined, caller: Caller, task: Task | undefined) {
    if (!assertion) return { id: caller.subject, kind: 'caller' as const };
    const agentId = await this.agentProof.verify(tx, assertion);
    if (task && task.agentId !== agentId) throw forbidden('The task belongs to another agent.');
    return { id: agentId, kind: 'agent' as const };
  }

  async #withAccounts(task: Task): Promise<TaskAnswer> {
    return { ...task, accounts: await this.road.accounts.ofOwner(this.pool, task.taskId) };
  }
}
