import { agentId as agentIdSchema } from '@trivium/contracts';
import type { Sql } from '@trivium/persistence';
import type { AgentId } from '@trivium/identity';
import type { GovernanceModel } from '@trivium/policy';
import {
  badRequest,
  conflict,
  CurrentCaller,
  notFound,
  Roles,
  unavailable,
  type Caller,
} from '@trivium/runtime';
import { ClientNotRegistered, DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import { Body, Controller, Delete, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { z } from 'zod';
import type { Agent } from '../registration/agent.js';
import { AGENTS, type AgentStore } from '../registration/agent.store.js';
import { clientWish, type ClientWish } from './client-wish.js';
import { StateClient, type StatedClient } from './state-client.js';

const parameters = z.object({ agentId: agentIdSchema });

/** An agent as a client of the token endpoint: one for each agent. */
@Controller('agents/:agentId/client')
@Roles('admin', 'owner')
export class ClientController {
  constructor(
    private readonly stateClient: StateClient,
    @Inject(AGENTS) private readonly agents: AgentStore,
    @Inject(GOVERNANCE) private readonly model: GovernanceModel,
    @Inject(DATA_SOURCE) private readonly pool: Sql,
  ) {}

  /** Lets an agent ask the token endpoint in its own name; said again, the last word counts. */
  @Put()
  async register(
    @Param({ schema: parameters }) { agentId }: z.output<typeof parameters>,
    @Body({ schema: clientWish }) wish: ClientWish,
    @CurrentCaller() caller: Caller,
  ): Promise<StatedClient> {
    const agent = await this.#agent(agentId);
    if (agent.state !== 'active') throw conflict('The agent is suspended or retired.');
    return this.stateClient
      .register(agent, wish, this.#ttlOf(agent, wish), caller.subject)
      .catch(notRegistered);
  }

  /** Ends the client; tokens that it has live out their minutes, and no new ones are issued. */
  @Delete()
  @HttpCode(204)
  async end(
    @Param({ schema: parameters }) { agentId }: z.output<typeof parameters>,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.stateClient.end(await this.#agent(agentId), caller.subject).catch(notRegistered);
  }

  #ttlOf({ classification }: Agent, { ttl }: ClientWish): number {
    const life = this.model.controlsOf('agent', classification)?.ttl;
    if (!life) throw conflict('The model does not know the classification of this agent any more.');
    const ttlMs = ttl === undefined ? life.default : ttl * 1000;
    if (ttlMs > life.max)
      throw badRequest('The client would live too long.', [
        { pointer: '/ttl', detail: `must be at most ${life.max / 1000} seconds` },
      ]);
    return ttlMs;
  }

  async #agent(agentId: AgentId): Promise<Agent> {
    const agent = await this.agents.find(this.pool, agentId);
    if (!agent) throw notFound(`there is no agent ${agentId}`);
    return agent;
  }
}

function notRegistered(cause: unknown): never {
  if (!(cause instanceof ClientNotRegistered)) throw cause;
  const detail = 'The token endpoint did not take it; say it again.';
  throw unavailable(detail, 'ERR_CLIENT_NOT_REGISTERED', { cause });
}
