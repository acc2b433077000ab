import { Roles } from '@trivium/runtime';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { ENTRIES, type EntryStore, type RecordedEntry } from './entry.store.js';

const query = z.object({
  subject: z.string().max(200).optional(),
  revocationId: z
    .string()
    .regex(/^rev_[0-9a-f-]{36}$/, 'must be rev_<uuid>')
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: z.coerce.number().int().min(1).optional(),
});

@Controller('entries')
@Roles('admin', 'security', 'auditor', 'soc')
export class EntriesController {
  constructor(@Inject(ENTRIES) private readonly entries: EntryStore) {}

  /** The record, youngest first, page by page. */
  @Get()
  async list(
    @Query({ schema: query }) filter: z.output<typeof query>,
  ): Promise<{ readonly items: readonly RecordedEntry[]; readonly next?: number }> {
    const items = await this.entries.list(filter);
    const last = items.at(-1);
    return { items, ...(items.length === filter.limit && last && { next: last.seq }) };
  }
}
