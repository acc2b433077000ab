import { agentId as agentIdSchema, personId } from '@trivium/contracts';
import type { Sql } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { badRequest, CurrentCaller, notFound, Roles, type Caller } from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { keyFault, type Agent } from './agent.js';
import { AGENTS, type AgentStore } from './agent.store.js';
import { RegisterAgent } from './register-agent.js';

const faults = {
  private: 'carries its private part; send the public key only',
  symmetric: 'is a shared secret; an agent has a key pair',
  kind: 'must be Ed25519 or P-256',
  unusable: 'is no usable public key',
} as const;

const key = z.looseObject({ kty: z.string() }).superRefine((value, context) => {
  const fault = keyFault(value);
  if (fault) context.addIssue(faults[fault]);
});

const wish = z.strictObject({
  name: z.string().trim().min(1).max(200),
  classification: z.string(),
  ownerId: personId,
  jwks: z.strictObject({ keys: z.array(key).min(1).max(10) }),
});
const page = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
const parameters = z.object({ agentId: agentIdSchema });

@Controller('agents')
@Roles('admin', 'security', 'owner')
export class RegistrationController {
  constructor(
    private readonly registerAgent: RegisterAgent,
    @Inject(AGENTS) private readonly agents: AgentStore,
    @Inject(GOVERNANCE) private readonly model: GovernanceModel,
    @Inject(DATA_SOURCE) private readonly pool: Sql,
  ) {}

  /** Registers an agent by its own public keys, with who owns it and how far it is classified. */
  @Post()
  @HttpCode(201)
  register(
    @Body({ schema: wish }) wanted: z.output<typeof wish>,
    @CurrentCaller() caller: Caller,
  ): Promise<Agent> {
    const { classes } = this.model.roads.agent;
    if (!classes.includes(wanted.classification)) {
      throw badRequest('The classification is not in the model.', [
        { pointer: '/classification', detail: `must be one of ${classes.join(', ')}` },
      ]);
    }
    return this.registerAgent.execute(wanted, caller.subject);
  }

  /** The latest agents. */
  @Get()
  async list(
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<{ readonly items: readonly Agent[] }> {
    return { items: await this.agents.list(query.limit) };
  }

  /** One agent as it stands. */
  @Get(':agentId')
  async find(@Param({ schema: parameters }) { agentId }: z.output<typeof parameters>): Promise<Agent> {
    const agent = await this.agents.find(this.pool, agentId);
    if (!agent) throw notFound(`there is no agent ${agentId}`);
    return agent;
  }
}
