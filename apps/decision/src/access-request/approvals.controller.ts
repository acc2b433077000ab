import type { Sql } from '@trivium/persistence';
import type { RunningModel } from '@trivium/policy';
import { CLOCK, CurrentCaller, notFound, Roles, type Caller, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { ACCESS_REQUESTS } from './access-request.tokens.js';
import type { AccessRequest } from './access-request.js';
import type { AccessRequestStore } from './access-request.store.js';
import { ApproveRequest } from './approve-request.js';
import { DenyRequest } from './deny-request.js';
import { viewOf, type RequestView } from './request-view.js';

const parameters = z.object({
  taskId: z.string().regex(/^arq_[0-9a-f-]{36}$/, 'must be arq_<uuid>'),
});
const denial = z.strictObject({ reason: z.string().trim().min(1).max(500) });
const most = 200;

/** Access requests as those see them who decide. An approval grants nothing; it says that the road of the subject may. */
@Controller('access-requests')
@Roles('admin', 'manager', 'owner', 'security', 'auditor')
export class ApprovalsController {
  constructor(
    private readonly approve: ApproveRequest,
    private readonly deny: DenyRequest,
    @Inject(ACCESS_REQUESTS) private readonly store: AccessRequestStore,
    @Inject(GOVERNANCE) private readonly model: RunningModel,
    @Inject(DATA_SOURCE) private readonly sql: Sql,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Those that wait, oldest first. */
  @Get()
  async waiting(): Promise<{ items: readonly RequestView[] }> {
    const pending = await this.store.pending(this.sql, this.clock.now(), most);
    return { items: pending.map((one) => this.#viewOf(one)) };
  }

  /** One request, for who may decide it. */
  @Get(':taskId')
  async one(@Param({ schema: parameters }) params: z.output<typeof parameters>): Promise<RequestView> {
    const request = await this.store.find(this.sql, params.taskId);
    if (!request) throw notFound('There is no such access request.');
    return this.#viewOf(request);
  }

  /** One of the approvals that the model asks for; nobody gives it for himself or twice. */
  @Post(':taskId/approval')
  @Roles('manager', 'owner', 'security')
  @HttpCode(200)
  async approval(
    @Param({ schema: parameters }) { taskId }: z.output<typeof parameters>,
    @CurrentCaller() caller: Caller,
  ): Promise<RequestView> {
    return this.#viewOf(await this.approve.execute(taskId, caller));
  }

  /** Refuses a request, for good. */
  @Post(':taskId/denial')
  @Roles('manager', 'owner', 'security')
  @HttpCode(200)
  async denial(
    @Param({ schema: parameters }) { taskId }: z.output<typeof parameters>,
    @Body({ schema: denial }) { reason }: z.output<typeof denial>,
    @CurrentCaller() caller: Caller,
  ): Promise<RequestView> {
    return this.#viewOf(await this.deny.execute(taskId, caller, reason));
  }

  #viewOf(request: AccessRequest): RequestView {
    return viewOf(request, this.model, this.clock.now());
  }
}
