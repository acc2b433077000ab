import { personId as personIdSchema } from '@trivium/contracts';
import { UNIT_OF_WORK, type UnitOfWork } from '@trivium/persistence';
import { CLOCK, conflict, CurrentCaller, notFound, Roles, type Caller, type Clock } from '@trivium/runtime';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PERSONS, type PersonStore } from '../person/person.store.js';
import { RevokeLeaver } from './revoke-leaver.js';

const parameters = z.object({ personId: personIdSchema });

/** An administrator ends somebody's access without waiting for the HR system. */
@Controller('persons/:personId/leave')
@Roles('admin', 'security')
export class LeaverController {
  constructor(
    @Inject(PERSONS) private readonly persons: PersonStore,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly revokeLeaver: RevokeLeaver,
  ) {}

  /** Ends all of a person's access now, whatever the HR system says; every decision point denies it when this answers. */
  @Post()
  @HttpCode(202)
  leave(
    @Param({ schema: parameters }) { personId }: z.output<typeof parameters>,
    @CurrentCaller() caller: Caller,
  ): Promise<{ readonly revocationId: string }> {
    return this.unitOfWork.run(async (tx) => {
      const person = await this.persons.lock(tx, personId);
      if (!person) throw notFound(`there is no person ${personId}`);
      if (person.state === 'left') throw conflict('this person has left already');
      const now = this.clock.now();
      const actor = { id: caller.subject, kind: 'caller' as const };
      return {
        revocationId: await this.revokeLeaver.depart(tx, person, {
          actor,
          causeId: `api_${randomUUID()}`,
          eventAt: now,
          occurredAt: now,
        }),
      };
    });
  }
}
