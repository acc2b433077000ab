import { delegationGrantedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import { newDelegationId, parseChain, type DelegationId } from '@trivium/identity';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { RoadAssertions } from '@trivium/service';
import type { Agent } from '../registration/agent.js';
import type { AgentStore } from '../registration/agent.store.js';
import {
  chainOf,
  decideDelegation,
  written,
  type Delegation,
  type DelegationRefusal,
  type DelegationWish,
} from './delegation.js';
import type { DelegationStore } from './delegation.store.js';

export type Issued =
  { readonly refused: DelegationRefusal } | { readonly delegation: Delegation; readonly assertion: string };

/** A person lets an agent act for them; the answer carries what the agent exchanges, usable at once. */
export class IssueDelegation {
  constructor(
    private readonly delegations: DelegationStore,
    private readonly agents: AgentStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly assertions: RoadAssertions,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  async execute(wish: DelegationWish, parentId: DelegationId | undefined, callerId: string): Promise<Issued> {
    const now = this.clock.now();
    const decided = await this.unitOfWork.run((tx) => this.#record(tx, wish, parentId, callerId, now));
    if ('refused' in decided) return decided;
    const { delegation, agent } = decided;
    return { delegation, assertion: await this.#sign(delegation, agent, now) };
  }

  async #record(
    tx: Transaction,
    wish: DelegationWish,
    parentId: DelegationId | undefined,
    callerId: string,
    now: Date,
  ): Promise<
    { readonly refused: DelegationRefusal } | { readonly delegation: Delegation; readonly agent: Agent }
  > {
    const [agent, delegator, parent] = [
      await this.agents.hold(tx, wish.agentId),
      await this.delegations.delegator(tx, wish.delegatorId),
      parentId && (await this.delegations.hold(tx, parentId)),
    ];
    if (parentId && !parent) return { refused: 'ERR_PARENT_ENDED' as const };
    const refused = decideDelegation({
      wish,
      agent,
      delegator,
      parent: parent || undefined,
      limits: this.model.roads.agent.delegation,
      now,
    });
    if (refused || !agent || !delegator) return { refused: refused ?? ('ERR_UNKNOWN_AGENT' as const) };
    const delegationId = newDelegationId();
    const chain = written(chainOf(delegationId, agent, delegator, parent || undefined));
    const delegation: Delegation = {
      ...wish,
      delegationId,
      chain,
      depth: (parent ? parent.depth : 0) + 1,
      state: 'active',
      grantedAt: now,
      ...(parentId && { parentId }),
    };
    await this.delegations.insert(tx, delegation);
    await this.#announce(tx, delegation, callerId);
    return { delegation, agent };
  }

  async #announce(tx: Transaction, { details, ...delegation }: Delegation, callerId: string): Promise<void> {
    const { delegationId, delegatorId, agentId, chain, purpose, grantedAt, expiresAt } = delegation;
    const facts = {
      delegationId,
      delegatorId,
      agentId,
      chain: [...chain],
      purpose,
      authorizationDetails: [...details],
      grantedAt: grantedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    };
    await this.outbox.append(tx, delegationGrantedV1, facts, {
      time: grantedAt,
      policyVersion: this.model.version,
    });
    const entry = {
      action: 'delegation.granted',
      outcome: 'success' as const,
      actor: { id: callerId, kind: 'caller' as const },
      subject: { id: delegationId, kind: 'delegation', label: purpose },
      chain: [...chain],
    };
    await this.road.announce.recorded(tx, [entry], { at: grantedAt, policyVersion: this.model.version });
  }

  #sign(delegation: Delegation, agent: Agent, now: Date): Promise<string> {
    const { delegationId, delegatorId, agentId, expiresAt, details } = delegation;
    return this.assertions.sign({
      subject: delegatorId,
      chain: parseChain(delegation.chain),
      expiresIn: (expiresAt.getTime() - now.getTime()) / 1000,
      claims: {
        jti: delegationId,
        may_act: { sub: agentId },
        agent_jwks: agent.jwks,
        authorization_details: details,
      },
    });
  }
}
