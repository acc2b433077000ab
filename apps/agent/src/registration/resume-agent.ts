import { agentResumedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { AgentId } from '@trivium/identity';
import type { UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import { conflict, type Clock, type Doer } from '@trivium/runtime';
import type { AgentStore } from './agent.store.js';
import type { StateChange } from './end-agent.js';

/** A suspended agent may be let act again, in a new generation: what it was given before stays denied, and nothing is given back. */
export class ResumeAgent {
  constructor(
    private readonly agents: AgentStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Undefined when there is no such agent; a retired one stays so: a 409. */
  execute(agentId: AgentId, reason: string, by: Doer): Promise<StateChange | undefined> {
    return this.unitOfWork.run(async (tx) => {
      const agent = await this.agents.lock(tx, agentId);
      if (!agent || agent.state === 'active') return agent && { agent, changed: false };
      if (agent.state === 'retired')
        throw conflict('This agent is retired, which it stays; register another.');
      const [now, policyVersion] = [this.clock.now(), this.model.version];
      const generation = agent.generation + 1;
      await this.agents.setState(tx, agentId, 'active', generation);
      const facts = { agentId, generation, resumedAt: now.toISOString() };
      await this.outbox.append(tx, agentResumedV1, facts, { time: now, policyVersion });
      const entry = {
        action: 'agent.resumed',
        outcome: 'success' as const,
        actor: { id: by.subject, kind: 'caller' as const },
        subject: { id: agentId, kind: 'agent', label: agent.name },
        detail: { reason, generation, person: by.person },
      };
      await this.road.announce.recorded(tx, [entry], { at: now, policyVersion });
      return { agent: { ...agent, state: 'active', generation }, changed: true };
    });
  }
}
