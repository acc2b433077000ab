import { DATA_SOURCE } from '@trivium/service';
import type { Sql } from '@trivium/persistence';
import { CLOCK, badRequest, parseBody, parseParameters, Problem, Public, type Clock } from '@trivium/runtime';
import { Body, Controller, Get, Header, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { RegisteredClients } from '../clients/registered-clients.js';
import { requireCaller } from '../clients/require-caller.js';
import { ACCESS_REQUESTS, REQUEST_ADDRESSES, type RequestAddresses } from './access-request.tokens.js';
import type { AccessRequest } from './access-request.js';
import type { AccessRequestStore } from './access-request.store.js';
import { CancelRequest } from './cancel-request.js';
import { requestSchema } from './request-schema.js';
import { parseSubmission } from './submission.js';
import { SubmitRequest } from './submit-request.js';
import { requireOwn, taskOf, type Task } from './task.js';

const parameters = z.object({ taskId: z.string().max(100) });
const cancellation = z.object({ reason: z.string().min(1).max(500).optional() });
const idempotencyKey = z.string().min(1).max(255).optional();

/** Seconds between two looks at a task that waits for people. */
const pollAfter = '10';

/** AuthZEN access request profile, sections 10 and 11, for the callers that evaluate: what they were denied and told to ask for. */
@Public()
@Controller('access/v1/requests')
export class AccessRequestController {
  constructor(
    private readonly submit: SubmitRequest,
    private readonly cancel: CancelRequest,
    private readonly clients: RegisteredClients,
    @Inject(ACCESS_REQUESTS) private readonly store: AccessRequestStore,
    @Inject(DATA_SOURCE) private readonly sql: Sql,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(REQUEST_ADDRESSES) private readonly addresses: RequestAddresses,
  ) {}

  /** Asks for the access that was denied (AuthZEN access request profile); repeated under its idempotency key it is the same request. */
  @Post()
  @HttpCode(202)
  @Header('cache-control', 'no-store')
  async create(
    @Body() body: unknown,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Task> {
    const caller = this.#callerOf(headers);
    const key = idempotencyKey.safeParse(headers['idempotency-key']);
    if (!key.success) throw wrongKey();
    const by = { caller, ...(key.data !== undefined && { idempotencyKey: key.data }) };
    const task = this.#taskOf(await this.submit.execute(parseSubmission(body), by), reply);
    void reply.header('location', task.task.status_endpoint);
    return task;
  }

  /** The JSON Schema of a request. */
  @Get('schema.json')
  @Header('cache-control', 'public, max-age=300')
  @Header('content-type', 'application/schema+json')
  schema(): ReturnType<typeof requestSchema> {
    return requestSchema(this.addresses.schema);
  }

  /** How a request stands, for the caller that made it. */
  @Get(':taskId')
  @Header('cache-control', 'no-store')
  async status(
    @Param() params: unknown,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Task> {
    const caller = this.#callerOf(headers);
    const found = await this.store.find(this.sql, parseParameters(parameters, params).taskId);
    return this.#taskOf(requireOwn(found, caller, this.clock.now()), reply);
  }

  /** Takes a request back that nobody has decided. */
  @Post(':taskId/cancel')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async cancelled(
    @Param() params: unknown,
    @Body() body: unknown,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Task> {
    const caller = this.#callerOf(headers);
    const { reason } = parseBody(cancellation, body ?? {});
    const { taskId } = parseParameters(parameters, params);
    return this.#taskOf(await this.cancel.execute(taskId, caller, reason), reply);
  }

  #taskOf(request: AccessRequest, reply: FastifyReply): Task {
    const task = taskOf(request, this.addresses.endpoint, this.clock.now());
    if (task.task.status === 'pending') void reply.header('retry-after', pollAfter);
    return task;
  }

  #callerOf({ authorization }: Readonly<Record<string, string | undefined>>): string {
    return requireCaller(this.clients, authorization);
  }
}

function wrongKey(): Problem {
  const errors = [{ name: 'idempotency-key', detail: 'must have 1 to 255 characters' }];
  return badRequest('The idempotency key cannot be used.', errors);
}
