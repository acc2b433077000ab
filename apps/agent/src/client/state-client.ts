import type { UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { ClientDirectory, RoadAssertions } from '@trivium/service';
import type { Agent } from '../registration/agent.js';
import type { ClientWish } from './client-wish.js';

export interface StatedClient {
  readonly clientId: string;
  readonly expiresAt: Date;
}

/**
 * Makes an agent a client of the token endpoint, or ends that: its last statement counts. What it says holds when this returns, and is
 * on the record then and only then; after a failure the same may be said again.
 */
export class StateClient {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly assertions: Pick<RoadAssertions, 'signClient'>,
    private readonly directory: ClientDirectory,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  async register(agent: Agent, wish: ClientWish, ttlMs: number, callerId: string): Promise<StatedClient> {
    const expiresAt = new Date(this.clock.now().getTime() + ttlMs);
    await this.#state(agent, wish, expiresAt, { action: 'client.registered', callerId });
    return { clientId: agent.agentId, expiresAt };
  }

  /** It is given no more tokens; those that it was given end within minutes, with its tasks or by themselves. */
  async end(agent: Agent, callerId: string): Promise<void> {
    const over = { dpopBound: false };
    await this.#state(agent, over, this.clock.now(), { action: 'client.ended', callerId });
  }

  async #state(
    agent: Agent,
    wish: ClientWish,
    expiresAt: Date,
    { action, callerId }: { readonly action: string; readonly callerId: string },
  ): Promise<void> {
    const statement = await this.#statement(agent, wish, expiresAt);
    const entry = {
      action,
      outcome: 'success' as const,
      actor: { id: callerId, kind: 'caller' as const },
      subject: { id: agent.agentId, kind: 'agent', label: agent.name },
    };
    const how = { at: this.clock.now(), policyVersion: this.model.version };
    await this.unitOfWork.run(async (tx) => {
      await this.road.announce.recorded(tx, [entry], how);
      await this.directory.register(statement);
    });
  }

  #statement(
    { agentId, generation, jwks }: Agent,
    { federated, dpopBound }: ClientWish,
    expiresAt: Date,
  ): Promise<string> {
    return this.assertions.signClient({
      subject: agentId,
      chain: [{ id: agentId, generation }],
      client: {
        ...(federated ? { federated } : { jwks }),
        dpop_bound_access_tokens: dpopBound,
        expires_at: Math.floor(expiresAt.getTime() / 1000),
      },
    });
  }
}
