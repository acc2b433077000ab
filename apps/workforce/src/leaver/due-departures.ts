import type { UnitOfWork } from '@trivium/persistence';
import type { PersonId } from '@trivium/identity';
import type { DueThings } from '@trivium/revocation';
import type { PersonStore } from '../person/person.store.js';
import type { RevokeLeaver } from './revoke-leaver.js';

/** Departures that were announced for a later day, each settled when that time has come. */
export class DueDepartures implements DueThings {
  constructor(
    private readonly persons: PersonStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly revokeLeaver: RevokeLeaver,
  ) {}

  find(limit: number, now: Date): Promise<readonly string[]> {
    return this.persons.dueDepartures(now, limit);
  }

  settle(personId: string, now: Date): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const person = await this.persons.claimDeparture(tx, personId as PersonId, now);
      if (!person) return;
      const { actorId, causeId } = person.cause;
      await this.revokeLeaver.depart(tx, person, {
        actor: { id: actorId, kind: 'feed' },
        causeId,
        eventAt: person.leavesAt ?? now,
        occurredAt: person.lastEventAt,
      });
    });
  }
}
