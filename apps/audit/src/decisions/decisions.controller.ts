import { Roles } from '@trivium/runtime';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { DECISIONS, type DecisionPage, type DecisionStore } from './decision.store.js';

const query = z.object({
  subject: z.string().max(500).optional(),
  decision: z.enum(['allow', 'deny']).optional(),
  replayable: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: z.coerce.number().int().min(1).optional(),
});

@Controller('decisions')
@Roles('admin', 'security', 'auditor', 'soc')
export class DecisionsController {
  constructor(@Inject(DECISIONS) private readonly decisions: DecisionStore) {}

  /** Recorded decisions, youngest first, page by page; a page may be short and have a next one. */
  @Get()
  list(@Query({ schema: query }) filter: z.output<typeof query>): Promise<DecisionPage> {
    return this.decisions.list(filter);
  }
}
