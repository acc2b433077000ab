import { agentId as agentIdSchema } from '@trivium/contracts';
import type { AgentId } from '@trivium/identity';
import { CurrentCaller, notFound, Roles, type Caller } from '@trivium/runtime';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Agent } from './agent.js';
import { EndAgent, type StateChange } from './end-agent.js';
import { ResumeAgent } from './resume-agent.js';

const parameters = z.object({ agentId: agentIdSchema });
const why = z.strictObject({ reason: z.string().trim().min(1).max(500) });

type StateAnswer = Pick<Agent, 'agentId' | 'state' | 'generation'> & Pick<StateChange, 'changed'>;

/** An agent as a whole: stopped, let act again, gone. */
@Controller('agents/:agentId')
@Roles('admin', 'security', 'owner')
export class AgentStateController {
  constructor(
    private readonly endAgent: EndAgent,
    private readonly resumeAgent: ResumeAgent,
  ) {}

  /** Stops an agent at once, whoever lets it act; every decision point denies all of it when this answers. */
  @Post('suspend')
  @HttpCode(202)
  async suspend(
    @Param({ schema: parameters }) { agentId }: z.output<typeof parameters>,
    @Body({ schema: why }) { reason }: z.output<typeof why>,
    @CurrentCaller() caller: Caller,
  ): Promise<StateAnswer> {
    return answerTo(agentId, await this.endAgent.execute(agentId, 'suspended', reason, caller));
  }

  /** Stops an agent like `suspend`, for good. */
  @Post('retire')
  @HttpCode(202)
  async retire(
    @Param({ schema: parameters }) { agentId }: z.output<typeof parameters>,
    @Body({ schema: why }) { reason }: z.output<typeof why>,
    @CurrentCaller() caller: Caller,
  ): Promise<StateAnswer> {
    return answerTo(agentId, await this.endAgent.execute(agentId, 'retired', reason, caller));
  }

  /** Lets a suspended agent be delegated to again, in a new generation; what it had before stays over. */
  @Post('resume')
  @HttpCode(202)
  async resume(
    @Param({ schema: parameters }) { agentId }: z.output<typeof parameters>,
    @Body({ schema: why }) { reason }: z.output<typeof why>,
    @CurrentCaller() caller: Caller,
  ): Promise<StateAnswer> {
    return answerTo(agentId, await this.resumeAgent.execute(agentId, reason, caller));
  }
}

function answerTo(agentId: AgentId, change: StateChange | undefined): StateAnswer {
  if (!change) throw notFound(`there is no agent ${agentId}`);
  const { state, generation } = change.agent;
  return { agentId, state, generation, changed: change.changed };
}
