import { nhiId as nhiIdSchema, personId } from '@trivium/contracts';
import type { Sql } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { badRequest, CurrentCaller, notFound, Roles, type Caller } from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Nhi } from './nhi.js';
import { NHIS, type NhiStore } from './nhi.store.js';
import { RegisterNhi } from './register-nhi.js';

const text = (longest: number) => z.string().trim().min(1).max(longest);
const namedPerson = personId;

const wish = z.strictObject({
  name: text(200),
  kind: z.string(),
  ownerId: namedPerson,
  sponsorId: personId.optional(),
  purpose: text(500),
  environment: text(100),
  dataSensitivity: text(100),
  repositories: z
    .array(z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be owner/name'))
    .max(100)
    .default([]),
  permissions: z.array(text(200)).max(500).default([]),
});
const page = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
const parameters = z.object({ nhiId: nhiIdSchema });

@Controller('nhis')
@Roles('admin', 'security', 'owner', 'auditor')
export class RegistrationController {
  constructor(
    private readonly registerNhi: RegisterNhi,
    @Inject(NHIS) private readonly nhis: NhiStore,
    @Inject(GOVERNANCE) private readonly model: GovernanceModel,
    @Inject(DATA_SOURCE) private readonly pool: Sql,
  ) {}

  /** Registers a non-human identity with who answers for it. */
  @Post()
  @Roles('admin', 'owner')
  @HttpCode(201)
  register(
    @Body({ schema: wish }) wanted: z.output<typeof wish>,
    @CurrentCaller() caller: Caller,
  ): Promise<Nhi> {
    const { kinds } = this.model.roads.workload.nhi;
    if (!kinds.includes(wanted.kind))
      throw badRequest('The kind is not in the model.', [
        { pointer: '/kind', detail: `must be one of ${kinds.join(', ')}` },
      ]);
    return this.registerNhi.execute(wanted, caller.subject);
  }

  /** The latest non-human identities. */
  @Get()
  async list(
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<{ readonly items: readonly Nhi[] }> {
    return { items: await this.nhis.list(query.limit) };
  }

  /** One non-human identity as it stands. */
  @Get(':nhiId')
  async find(@Param({ schema: parameters }) { nhiId }: z.output<typeof parameters>): Promise<Nhi> {
    const nhi = await this.nhis.find(this.pool, nhiId);
    if (!nhi) throw notFound(`there is no non-human identity ${nhiId}`);
    return nhi;
  }
}
