import { agentAccessEndedV1, taskEndedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import { parseChain, type TaskId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { Account, RevocationOrder, RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { TaskEnd } from './task.js';
import type { TaskStore } from './task.store.js';

export interface Ending {
  readonly reason: TaskEnd;
  readonly actor: RevocationOrder['actor'];
  readonly eventAt: Date;
  readonly causeId?: string;
}

/** Ends a task and everything below it: one marker cuts all of their credentials, and their accounts end with them. */
export class EndTask {
  constructor(
    private readonly tasks: TaskStore,
    private readonly road: Pick<RoadRevocation, 'accounts' | 'order'>,
    private readonly outbox: Outbox,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** False when it was over already, or is not known. */
  async execute(tx: Transaction, taskId: TaskId, ending: Ending): Promise<boolean> {
    const now = this.clock.now();
    const ended = await this.tasks.endWithDescendants(tx, taskId, ending.reason, now);
    const [known] = ended;
    if (!known) return false;
    const taskIds = ended.map((task) => task.taskId);
    const accounts: Account[] = [];
    await this.road.order.execute(tx, {
      subject: { id: taskId, kind: 'task', label: taskId },
      reason: `task-${ending.reason}`,
      links: taskIds.map((id) => ({ id, generation: 1 })),
      chain: parseChain(known.chain),
      accounts: async () => {
        accounts.push(...(await this.road.accounts.ending(tx, taskIds)));
        return accounts.map((account) => ({ account, act: 'revoke' }));
      },
      eventAt: ending.eventAt,
      deadline: new Date(ending.eventAt.getTime() + this.model.roads.agent.revocation.deadline),
      policyVersion: this.model.version,
      actor: ending.actor,
      ...(ending.causeId && { causeId: ending.causeId }),
    });
    const how = {
      time: now,
      policyVersion: this.model.version,
      ...(ending.causeId && { causationId: ending.causeId }),
    };
    const endedAt = now.toISOString();
    await this.outbox.appendAll(tx, [
      ...taskIds.map((id) =>
        this.outbox.prepare(
          taskEndedV1,
          { taskId: id, agentId: known.agentId, reason: ending.reason, endedAt },
          how,
        ),
      ),
      ...accounts.map(({ accountId, ownerId }) =>
        this.outbox.prepare(agentAccessEndedV1, { grantId: accountId, subjectId: ownerId, endedAt }, how),
      ),
    ]);
    return true;
  }
}
