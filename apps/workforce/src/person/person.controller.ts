import { personId as personIdSchema } from '@trivium/contracts';
import type { Sql } from '@trivium/persistence';
import type { Account, RoadRevocation } from '@trivium/revocation';
import { notFound, Roles } from '@trivium/runtime';
import { DATA_SOURCE, ROAD_REVOCATION } from '@trivium/service';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Person } from './person.js';
import { PERSONS, type PersonStore } from './person.store.js';

const page = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
const parameters = z.object({ personId: personIdSchema });

@Controller('persons')
@Roles('admin', 'security', 'manager', 'auditor')
export class PersonController {
  constructor(
    @Inject(PERSONS) private readonly persons: PersonStore,
    @Inject(DATA_SOURCE) private readonly pool: Sql,
    @Inject(ROAD_REVOCATION) private readonly road: RoadRevocation,
  ) {}

  /** The latest persons. */
  @Get()
  async list(
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<{ readonly items: readonly Person[] }> {
    return { items: await this.persons.list(query.limit) };
  }

  /** One person as they stand, with their accounts at the targets. */
  @Get(':personId')
  async find(
    @Param({ schema: parameters }) { personId }: z.output<typeof parameters>,
  ): Promise<Person & { readonly accounts: readonly Account[] }> {
    const person = await this.persons.find(personId);
    if (!person) throw notFound(`there is no person ${personId}`);
    const accounts = await this.road.accounts.ofOwner(this.pool, personId);
    return { ...person, accounts: accounts.filter(({ generation }) => generation === person.generation) };
  }
}
