import { type EventData, type taskStartedV1 } from '@trivium/contracts';
import type { Transaction } from '@trivium/persistence';
import type { RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { DelegationStore } from '../delegation/delegation.store.js';
import type { EndTask } from './end-task.js';
import { accountsOf } from './task.js';
import type { TaskStore } from './task.store.js';

export type TaskStarted = EventData<typeof taskStartedV1>;

/** The token endpoint started a task: its access at the targets is made, unless it is over before it was heard of. */
export class RecordTask {
  constructor(
    private readonly tasks: TaskStore,
    private readonly delegations: DelegationStore,
    private readonly endTask: EndTask,
    private readonly road: Pick<RoadRevocation, 'accounts' | 'nudge'>,
    private readonly clock: Clock,
  ) {}

  /** Harmless the second time: a task that is known, active or over, is left as it is. */
  async execute(tx: Transaction, event: TaskStarted, causeId: string): Promise<void> {
    const { taskId, agentId, delegationId, parentTaskId, chain, authorizationDetails: details } = event;
    const [startedAt, expiresAt] = [new Date(event.startedAt), new Date(event.expiresAt)];
    const isNew = await this.tasks.insert(tx, {
      taskId,
      agentId,
      delegationId,
      parentTaskId: parentTaskId ?? null,
      chain,
      details,
      startedAt,
      expiresAt,
    });
    if (!isNew) return;
    if (await this.#isCut(tx, event)) {
      await this.endTask.execute(tx, taskId, {
        reason: 'withdrawn',
        actor: { id: 'trivium', kind: 'system' },
        eventAt: this.clock.now(),
        causeId,
      });
      return;
    }
    const wanted = accountsOf(taskId, details);
    await this.road.accounts.want(tx, wanted, this.clock.now());
    tx.afterCommit(() => this.road.nudge(wanted.map(({ target }) => target)));
  }

  /** What it hangs on may have ended between the token endpoint's word and now; held, it cannot end unseen before this task is there to end with it. */
  async #isCut(tx: Transaction, { delegationId, parentTaskId }: TaskStarted): Promise<boolean> {
    const delegation = await this.delegations.hold(tx, delegationId);
    const parent = parentTaskId && (await this.tasks.hold(tx, parentTaskId));
    return delegation?.state === 'ended' || (parent ? parent.state === 'ended' : false);
  }
}
