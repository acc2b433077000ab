import type { DelegationId, TaskId } from '@trivium/identity';
import type { UnitOfWork } from '@trivium/persistence';
import type { DueThings } from '@trivium/revocation';
import type { DelegationStore } from './delegation/delegation.store.js';
import type { EndDelegation } from './delegation/end-delegation.js';
import type { EndTask } from './task/end-task.js';
import type { TaskStore } from './task/task.store.js';

const actor = { id: 'trivium', kind: 'system' } as const;

/** Tasks whose time is over. */
export class DueTasks implements DueThings {
  constructor(
    private readonly tasks: TaskStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly endTask: EndTask,
  ) {}

  find(limit: number, now: Date): Promise<readonly string[]> {
    return this.tasks.due(now, limit);
  }

  async settle(taskId: string, now: Date): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.endTask.execute(tx, taskId as TaskId, { reason: 'expired', actor, eventAt: now }),
    );
  }
}

/** Delegations whose time is over. */
export class DueDelegations implements DueThings {
  constructor(
    private readonly delegations: DelegationStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly endDelegation: EndDelegation,
  ) {}

  find(limit: number, now: Date): Promise<readonly string[]> {
    return this.delegations.due(now, limit);
  }

  async settle(delegationId: string, now: Date): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.endDelegation.execute(tx, delegationId as DelegationId, {
        reason: 'expired',
        actor,
        eventAt: now,
      }),
    );
  }
}
