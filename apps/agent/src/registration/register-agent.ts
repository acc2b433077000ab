import { agentRegisteredV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import { newAgentId, type PersonId } from '@trivium/identity';
import type { UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Agent } from './agent.js';
import type { AgentStore } from './agent.store.js';

export interface AgentWish {
  readonly name: string;
  readonly classification: string;
  readonly ownerId: PersonId;
  readonly jwks: { readonly keys: readonly JWK[] };
}

export class RegisterAgent {
  constructor(
    private readonly agents: AgentStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  async execute(wish: AgentWish, callerId: string): Promise<Agent> {
    const now = this.clock.now();
    const agent: Agent = {
      ...wish,
      agentId: newAgentId(),
      state: 'active',
      generation: 1,
      registeredAt: now,
    };
    const keyThumbprints = await Promise.all(wish.jwks.keys.map((key) => calculateJwkThumbprint(key)));
    await this.unitOfWork.run(async (tx) => {
      await this.agents.insert(tx, agent);
      const { agentId, name, classification, ownerId } = agent;
      const how = { time: now, policyVersion: this.model.version };
      await this.outbox.append(
        tx,
        agentRegisteredV1,
        { agentId, name, classification, ownerId, keyThumbprints, registeredAt: now.toISOString() },
        how,
      );
      const entry = {
        action: 'agent.registered',
        outcome: 'success' as const,
        actor: { id: callerId, kind: 'caller' as const },
        subject: { id: agentId, kind: 'agent', label: name },
      };
      await this.road.announce.recorded(tx, [entry], { at: now, policyVersion: this.model.version });
    });
    return agent;
  }
}
