import { parseChain, type DelegationId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RevocationOrder, RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { EndUnder } from './end-under.js';

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
    private readonly endUnder: EndUnder,
    private readonly road: Pick<RoadRevocation, 'announce' | 'order'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** False when it was over already: the second time changes nothing. */
  async execute(
    tx: Transaction,
    delegationId: DelegationId,
    { reason, actor, eventAt, causeId }: Ending,
  ): Promise<boolean> {
    const ended = await this.endUnder.execute(tx, [delegationId], reason, causeId);
    const [root, ...below] = ended.delegations;
    if (!root) return false;
    const subject = { id: delegationId, kind: 'delegation', label: root.purpose };
    await this.road.order.execute(tx, {
      subject,
      reason,
      links: ended.delegations.map(({ delegationId: id }) => ({ id, generation: 1 })),
      chain: parseChain(root.chain),
      accounts: ended.accounts.map((account) => ({ account, act: 'revoke' })),
      eventAt,
      deadline: new Date(eventAt.getTime() + this.model.roads.agent.revocation.deadline),
      policyVersion: this.model.version,
      actor,
      ...(causeId && { causeId }),
    });
    const entry = {
      action: 'delegation.ended',
      outcome: 'success' as const,
      actor,
      subject,
      reason,
      detail: {
        agentId: root.agentId,
        delegationsBelow: below.length,
        tasks: ended.tasks,
      },
    };
    const said = { at: this.clock.now(), policyVersion: this.model.version, ...(causeId && { causeId }) };
    await this.road.announce.recorded(tx, [entry], said);
    return true;
  }
}
