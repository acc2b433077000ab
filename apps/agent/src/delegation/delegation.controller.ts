import {
  agentId,
  authorizationDetail,
  delegationId as delegationIdSchema,
  instant,
  personId,
} from '@trivium/contracts';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import { CLOCK, CurrentCaller, notFound, Problem, Roles, type Caller, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, RoadTargets } from '@trivium/service';
import { badRequest } from '@trivium/runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Delegation, DelegationRefusal } from './delegation.js';
import { DELEGATIONS, type DelegationStore } from './delegation.store.js';
import { EndDelegation } from './end-delegation.js';
import { IssueDelegation } from './issue-delegation.js';

const wish = z
  .strictObject({
    agentId,
    delegatorId: personId,
    purpose: z.string().trim().min(1).max(500),
    authorizationDetails: z.array(authorizationDetail.strict()).min(1).max(50),
    /** Seconds; what the model permits is far less than a century, beyond which no date can be written. */
    expiresIn: z.int().min(1).max(3_155_760_000).optional(),
    expiresAt: instant.optional(),
    parentDelegationId: delegationIdSchema.optional(),
  })
  .refine((value) => (value.expiresIn === undefined) !== (value.expiresAt === undefined), {
    path: ['expiresIn'],
    error: 'give expiresIn or expiresAt, one of them',
  });
const page = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
const parameters = z.object({ delegationId: delegationIdSchema });

const refusals: Readonly<Record<DelegationRefusal, { readonly status: number; readonly detail: string }>> = {
  ERR_UNKNOWN_AGENT: { status: 404, detail: 'There is no such agent.' },
  ERR_AGENT_NOT_ACTIVE: { status: 409, detail: 'The agent is suspended or retired.' },
  ERR_UNKNOWN_DELEGATOR: { status: 404, detail: 'The agent road has not heard of this person.' },
  ERR_DELEGATOR_LEFT: { status: 409, detail: 'The delegator has left.' },
  ERR_PARENT_ENDED: { status: 409, detail: 'The delegation above is over, unknown or of somebody else.' },
  ERR_SCOPE_EXCEEDS_DELEGATOR: {
    status: 422,
    detail: 'The details ask for more than the delegation above permits.',
  },
  ERR_TOO_DEEP: { status: 422, detail: 'Delegations may not go this deep.' },
  ERR_OUTLIVES_PARENT: { status: 422, detail: 'A delegation cannot outlive the one above.' },
  ERR_TTL_TOO_LONG: { status: 422, detail: 'The delegation would live longer than the model permits.' },
  ERR_EXPIRED: { status: 422, detail: 'The delegation would have expired already.' },
};

@Controller('delegations')
@Roles('admin', 'owner')
export class DelegationController {
  constructor(
    private readonly issueDelegation: IssueDelegation,
    private readonly endDelegation: EndDelegation,
    private readonly targets: RoadTargets,
    @Inject(DELEGATIONS) private readonly delegations: DelegationStore,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(DATA_SOURCE) private readonly pool: Sql,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Lets an agent act for a person, within what is listed and no longer; answers the assertion that the agent exchanges. */
  @Post()
  @HttpCode(201)
  async grant(
    @Body({ schema: wish })
    {
      authorizationDetails: details,
      expiresIn,
      expiresAt,
      parentDelegationId,
      ...rest
    }: z.output<typeof wish>,
    @CurrentCaller() caller: Caller,
  ): Promise<Delegation & { readonly assertion: string }> {
    this.#checkTargets(details.map(({ target }) => target));
    const until = expiresAt
      ? new Date(expiresAt)
      : new Date(this.clock.now().getTime() + Number(expiresIn) * 1000);
    const issued = await this.issueDelegation.execute(
      { ...rest, details, expiresAt: until },
      parentDelegationId,
      caller.subject,
    );
    if ('refused' in issued) throw new Problem({ ...refusals[issued.refused], code: issued.refused });
    return { ...issued.delegation, assertion: issued.assertion };
  }

  /** The latest delegations. */
  @Get()
  async list(
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<{ readonly items: readonly Delegation[] }> {
    return { items: await this.delegations.list(query.limit) };
  }

  /** One delegation as it stands. */
  @Get(':delegationId')
  async find(
    @Param({ schema: parameters }) { delegationId }: z.output<typeof parameters>,
  ): Promise<Delegation> {
    const found = await this.delegations.find(this.pool, delegationId);
    if (!found) throw notFound(`there is no delegation ${delegationId}`);
    return found;
  }

  /** Ends a delegation with everything below it; every decision point denies it when this answers. Once is enough. */
  @Delete(':delegationId')
  @HttpCode(202)
  async end(
    @Param({ schema: parameters }) { delegationId }: z.output<typeof parameters>,
    @CurrentCaller() caller: Caller,
  ): Promise<{ readonly delegationId: string; readonly ended: boolean }> {
    const ending = {
      reason: 'withdrawn' as const,
      actor: { id: caller.subject, kind: 'caller' as const },
      eventAt: this.clock.now(),
    };
    const ended = await this.unitOfWork.run((tx) => this.endDelegation.execute(tx, delegationId, ending));
    if (!ended && !(await this.delegations.find(this.pool, delegationId)))
      throw notFound(`there is no delegation ${delegationId}`);
    return { delegationId, ended };
  }

  #checkTargets(named: readonly string[]): void {
    const unknown = named.findIndex((target) => !this.targets.find(target));
    if (unknown >= 0)
      throw badRequest('A target is not configured.', [
        { pointer: `/authorizationDetails/${unknown}/target`, detail: 'is no target of this road' },
      ]);
  }
}
