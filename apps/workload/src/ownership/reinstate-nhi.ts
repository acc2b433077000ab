import type { NhiId, PersonId } from '@trivium/identity';
import type { UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import { conflict, notFound, type Clock, type Doer } from '@trivium/runtime';
import type { Nhi } from '../registration/nhi.js';
import type { NhiStore } from '../registration/nhi.store.js';
import type { OwnerStore } from './owner.store.js';

/** A quarantined identity is somebody's again, in a new generation: it may be given credentials, and none that it had comes back. */
export class ReinstateNhi {
  constructor(
    private readonly nhis: NhiStore,
    private readonly owners: OwnerStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Throws a `Problem`: 404 for none, and 409 for one that is not quarantined or an owner who has left. */
  execute(nhiId: NhiId, ownerId: PersonId, reason: string, by: Doer): Promise<Nhi> {
    return this.unitOfWork.run(async (tx) => {
      if (await this.owners.isGone(tx, ownerId)) throw conflict('The owner has left.', 'ERR_OWNER_LEFT');
      const nhi = await this.nhis.lock(tx, nhiId);
      if (!nhi) throw notFound(`there is no non-human identity ${nhiId}`);
      if (nhi.state !== 'quarantined')
        throw conflict('The identity is not quarantined.', 'ERR_NOT_QUARANTINED');
      const generation = nhi.generation + 1;
      await this.nhis.reinstate(tx, nhiId, ownerId, generation);
      const entry = {
        action: 'nhi.reinstated',
        outcome: 'success' as const,
        actor: { id: by.subject, kind: 'caller' as const },
        subject: { id: nhiId, kind: 'nhi', label: nhi.name },
        detail: { ownerId, generation, reason, person: by.person },
      };
      const how = { at: this.clock.now(), policyVersion: this.model.version };
      await this.road.announce.recorded(tx, [entry], how);
      return { ...nhi, ownerId, generation, state: 'active', ownerDeadline: null };
    });
  }
}
