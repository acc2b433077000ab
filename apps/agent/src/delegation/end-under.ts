import { agentAccessEndedV1, delegationEndedV1, taskEndedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { DelegationId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { Account, RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { TaskEnd } from '../task/task.js';
import type { TaskStore } from '../task/task.store.js';
import type { Delegation } from './delegation.js';
import type { DelegationStore } from './delegation.store.js';

export interface EndedUnder {
  /** Those that were active, each before those below it. */
  readonly delegations: readonly Delegation[];
  readonly tasks: number;
  /** What ends at targets with the tasks. */
  readonly accounts: readonly Account[];
}

/** Ends delegations, all below them and the tasks under any, and tells of each. To deny what they gave is up to whoever ends them. */
export class EndUnder {
  constructor(
    private readonly delegations: DelegationStore,
    private readonly tasks: TaskStore,
    private readonly road: Pick<RoadRevocation, 'accounts'>,
    private readonly outbox: Outbox,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  async execute(
    tx: Transaction,
    roots: readonly DelegationId[],
    reason: TaskEnd,
    causeId?: string,
  ): Promise<EndedUnder> {
    const now = this.clock.now();
    const delegations = await this.delegations.endWithBelow(tx, roots, reason, now);
    const tasks = await this.tasks.endUnder(
      tx,
      delegations.map(({ delegationId }) => delegationId),
      reason,
      now,
    );
    const accounts = await this.road.accounts.ending(
      tx,
      tasks.map(({ taskId }) => taskId),
    );
    const how = { time: now, policyVersion: this.model.version, ...(causeId && { causationId: causeId }) };
    const endedAt = now.toISOString();
    await this.outbox.appendAll(tx, [
      ...delegations.map(({ delegationId, agentId }) =>
        this.outbox.prepare(delegationEndedV1, { delegationId, agentId, reason, endedAt }, how),
      ),
      ...tasks.map(({ taskId, agentId }) =>
        this.outbox.prepare(taskEndedV1, { taskId, agentId, reason, endedAt }, how),
      ),
      ...accounts.map(({ accountId, ownerId }) =>
        this.outbox.prepare(agentAccessEndedV1, { grantId: accountId, subjectId: ownerId, endedAt }, how),
      ),
    ]);
    return { delegations, tasks: tasks.length, accounts };
  }
}
