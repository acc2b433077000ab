import { agentAccessEndedV1, delegationEndedV1, taskEndedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import { parseChain, type DelegationId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RevocationOrder, RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { TaskStore } from '../task/task.store.js';
import type { DelegationStore } from './delegation.store.js';

export type DelegationEnd = 'delegator-left' | 'withdrawn' | 'expired';

export interface Ending {
  readonly reason: DelegationEnd;
  readonly actor: RevocationOrder['actor'];
  readonly eventAt: Date;
  readonly causeId?: string;
}

/** Ends a delegation, every delegation below it and every task under them, as one revocation. */
export class EndDelegation {
  constructor(
    private readonly delegations: DelegationStore,
    private readonly tasks: TaskStore,
    private readonly road: Pick<RoadRevocation, 'accounts' | 'announce' | 'order'>,
    private readonly outbox: Outbox,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** False when it was over already: the second time changes nothing. */
  async execute(
    tx: Transaction,
    delegationId: DelegationId,
    { reason, actor, eventAt, causeId }: Ending,
  ): Promise<boolean> {
    const now = this.clock.now();
    const ended = await this.delegations.end(tx, delegationId, reason, now);
    if (!ended) return false;
    const below = await this.delegations.below(tx, delegationId);
    for (const lower of below) await this.delegations.end(tx, lower, reason, now);
    const tasks = await this.tasks.endUnder(tx, [delegationId, ...below], reason, now);
    const accounts = await this.road.accounts.ending(
      tx,
      tasks.map(({ taskId }) => taskId),
    );
    await this.road.order.execute(tx, {
      subject: { id: delegationId, kind: 'delegation', label: ended.purpose },
      reason,
      links: [delegationId, ...below].map((id) => ({ id, generation: 1 })),
      chain: parseChain(ended.chain),
      accounts: accounts.map((account) => ({ account, act: 'revoke' })),
      eventAt,
      deadline: new Date(eventAt.getTime() + this.model.roads.agent.revocation.deadline),
      policyVersion: this.model.version,
      actor,
      ...(causeId && { causeId }),
    });
    const how = { time: now, policyVersion: this.model.version, ...(causeId && { causationId: causeId }) };
    const endedAt = now.toISOString();
    await this.outbox.appendAll(tx, [
      ...[delegationId, ...below].map((id) =>
        this.outbox.prepare(
          delegationEndedV1,
          { delegationId: id, agentId: ended.agentId, reason, endedAt },
          how,
        ),
      ),
      ...tasks.map(({ taskId, agentId }) =>
        this.outbox.prepare(taskEndedV1, { taskId, agentId, reason, endedAt }, how),
      ),
      ...accounts.map(({ accountId, ownerId }) =>
        this.outbox.prepare(agentAccessEndedV1, { grantId: accountId, subjectId: ownerId, endedAt }, how),
      ),
    ]);
    const entry = {
      action: 'delegation.ended',
      outcome: 'success' as const,
      actor,
      subject: { id: delegationId, kind: 'delegation', label: ended.purpose },
      reason,
      detail: { agentId: ended.agentId, delegationsBelow: below.length, tasks: tasks.length },
    };
    const said = { at: now, policyVersion: this.model.version, ...(causeId && { causeId }) };
    await this.road.announce.recorded(tx, [entry], said);
    return true;
  }
}
