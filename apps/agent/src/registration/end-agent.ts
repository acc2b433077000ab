import { agentEndedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { AgentId } from '@trivium/identity';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import { conflict, type Clock, type Doer } from '@trivium/runtime';
import type { DelegationStore } from '../delegation/delegation.store.js';
import type { EndUnder } from '../delegation/end-under.js';
import type { Agent, AgentEnd } from './agent.js';
import type { AgentStore } from './agent.store.js';

/** How each end is called in revocations and in the record. */
const words = {
  suspended: { reason: 'agent-suspended', action: 'agent.suspended' },
  retired: { reason: 'agent-retired', action: 'agent.retired' },
} as const satisfies Readonly<Record<AgentEnd, object>>;

export interface StateChange {
  readonly agent: Agent;
  /** False when it stood like this already. */
  readonly changed: boolean;
}

/**
 * Stops an agent as a whole: one marker on it denies all that was ever given through it, whoever delegated it; its delegations, its
 * tasks and their accounts end behind that.
 */
export class EndAgent {
  constructor(
    private readonly agents: AgentStore,
    private readonly delegations: DelegationStore,
    private readonly endUnder: EndUnder,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly road: Pick<RoadRevocation, 'announce' | 'order'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Undefined when there is no such agent. What is retired cannot be suspended: a 409. */
  execute(agentId: AgentId, to: AgentEnd, reason: string, by: Doer): Promise<StateChange | undefined> {
    return this.unitOfWork.run(async (tx) => {
      const agent = await this.agents.lock(tx, agentId);
      if (!agent || agent.state === to) return agent && { agent, changed: false };
      if (agent.state === 'retired') throw conflict('This agent is retired, which it stays.');
      await this.agents.setState(tx, agentId, to, agent.generation);
      const ended = agent.state === 'active' ? await this.#cut(tx, agent, to, by) : nothing;
      await this.#tell(tx, agent, to, by, { reason, ...ended });
      return { agent: { ...agent, state: to }, changed: true };
    });
  }

  async #cut(tx: Transaction, agent: Agent, to: AgentEnd, by: Doer): Promise<typeof nothing> {
    const [now, { reason }] = [this.clock.now(), words[to]];
    const link = { id: agent.agentId, generation: agent.generation };
    const counted = { ...nothing };
    await this.road.order.execute(tx, {
      subject: { id: agent.agentId, kind: 'agent', label: agent.name },
      reason,
      links: [link],
      chain: [link],
      accounts: async () => {
        const roots = await this.delegations.activeOfAgent(tx, agent.agentId);
        const ended = await this.endUnder.execute(tx, roots, reason);
        counted.delegations = ended.delegations.length;
        counted.tasks = ended.tasks;
        return ended.accounts.map((account) => ({ account, act: 'revoke' }));
      },
      eventAt: now,
      deadline: new Date(now.getTime() + this.model.roads.agent.revocation.deadline),
      owner: agent.ownerId,
      policyVersion: this.model.version,
      actor: { id: by.subject, kind: 'caller' },
    });
    return counted;
  }

  async #tell(
    tx: Transaction,
    { agentId, name, generation }: Agent,
    state: AgentEnd,
    by: Doer,
    detail: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    const [now, policyVersion] = [this.clock.now(), this.model.version];
    const facts = { agentId, generation, state, endedAt: now.toISOString() };
    await this.outbox.append(tx, agentEndedV1, facts, { time: now, policyVersion });
    const entry = {
      action: words[state].action,
      outcome: 'success' as const,
      actor: { id: by.subject, kind: 'caller' as const },
      subject: { id: agentId, kind: 'agent', label: name },
      detail: { ...detail, person: by.person },
    };
    await this.road.announce.recorded(tx, [entry], { at: now, policyVersion });
  }
}

const nothing = { delegations: 0, tasks: 0 };
