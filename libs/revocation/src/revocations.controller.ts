import type { RevocationDetail, RevocationView } from '@trivium/contracts';
import type { Sql } from '@trivium/persistence';
import { notFound, Roles } from '@trivium/runtime';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import type { RevocationStore } from './revocation.store.js';

/** The road's own revocations, for reading. */
export const REVOCATIONS = Symbol('Revocations');

export interface ReadableRevocations {
  readonly pool: Sql;
  readonly store: Pick<RevocationStore, 'list' | 'find'>;
}

const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z
    .string()
    .regex(/^rev_[0-9a-f-]{36}$/)
    .optional(),
});

/** `GET /v1/<road>/revocations` and `/{revocationId}`; the gateway has taken the road's prefix away. */
@Controller('revocations')
@Roles('admin', 'security', 'auditor', 'soc')
export class RevocationsController {
  constructor(@Inject(REVOCATIONS) private readonly revocations: ReadableRevocations) {}

  /** Revocations of this road, youngest first, page by page. */
  @Get()
  list(
    @Query({ schema: page }) { limit, before }: z.output<typeof page>,
  ): Promise<{ readonly items: readonly RevocationView[]; readonly next?: string }> {
    return this.revocations.store.list(this.revocations.pool, limit, before);
  }

  /** One revocation with its targets and receipts. */
  @Get(':revocationId')
  async find(@Param('revocationId') revocationId: string): Promise<RevocationDetail> {
    const found = await this.revocations.store.find(this.revocations.pool, revocationId);
    if (!found) throw notFound(`there is no revocation ${revocationId.slice(0, 60)}`);
    return found;
  }
}
