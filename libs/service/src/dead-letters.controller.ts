import { listDeadLetters, OutboxRelay, replayDeadLetter, type DeadLetter } from '@trivium/bus';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import { notFound, parseParameters, Roles } from '@trivium/runtime';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { DATA_SOURCE } from './tokens.js';

const page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

/** What failed for good in this service, and its second chance. */
@Controller('dead-letters')
@Roles('admin', 'security')
export class DeadLettersController {
  constructor(
    @Inject(DATA_SOURCE) private readonly pool: Sql,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<{ readonly items: readonly DeadLetter[] }> {
    const { limit } = parseParameters(page, query);
    return { items: await listDeadLetters(this.pool, limit) };
  }

  @Post(':eventId/replay')
  @HttpCode(202)
  async replay(@Param('eventId') eventId: string): Promise<{ readonly eventId: string }> {
    if (!(await replayDeadLetter(this.unitOfWork, this.relay, eventId))) {
      throw notFound('no dead letter with this event id waits for a replay');
    }
    return { eventId };
  }
}
