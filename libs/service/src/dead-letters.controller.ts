import { listDeadLetters, OutboxRelay, replayDeadLetter, type DeadLetter } from '@trivium/bus';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import { notFound, Roles } from '@trivium/runtime';
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

  /** What could not be handled, oldest first, each with its reason. */
  @Get()
  async list(
    @Query({ schema: page }) { limit }: z.output<typeof page>,
  ): Promise<{ readonly items: readonly DeadLetter[] }> {
    return { items: await listDeadLetters(this.pool, limit) };
  }

  /** Gives one its second chance. */
  @Post(':eventId/replay')
  @HttpCode(202)
  async replay(@Param('eventId') eventId: string): Promise<{ readonly eventId: string }> {
    if (!(await replayDeadLetter(this.unitOfWork, this.relay, eventId))) {
      throw notFound('no dead letter with this event id waits for a replay');
    }
    return { eventId };
  }
}
