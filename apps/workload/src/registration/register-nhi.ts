import { nhiRegisteredV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import { newNhiId, type PersonId } from '@trivium/identity';
import type { UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import { conflict, type Clock } from '@trivium/runtime';
import type { OwnerStore } from '../ownership/owner.store.js';
import type { Nhi } from './nhi.js';
import type { NhiStore } from './nhi.store.js';

export type NhiWish = Pick<
  Nhi,
  'name' | 'kind' | 'ownerId' | 'purpose' | 'environment' | 'dataSensitivity' | 'repositories' | 'permissions'
> & {
  readonly sponsorId?: PersonId | undefined;
};

export class RegisterNhi {
  constructor(
    private readonly nhis: NhiStore,
    private readonly owners: OwnerStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Refuses an owner who is known to have left: nobody would ever be asked for another one. */
  async execute(wish: NhiWish, callerId: string): Promise<Nhi> {
    const now = this.clock.now();
    const nhi: Nhi = {
      ...wish,
      sponsorId: wish.sponsorId ?? null,
      nhiId: newNhiId(),
      generation: 1,
      state: 'active',
      ownerDeadline: null,
      registeredAt: now,
    };
    await this.unitOfWork.run(async (tx) => {
      if (await this.owners.isGone(tx, nhi.ownerId)) throw conflict('The owner has left.', 'ERR_OWNER_LEFT');
      await this.nhis.insert(tx, nhi);
      const { nhiId, kind, name, ownerId, environment } = nhi;
      await this.outbox.append(
        tx,
        nhiRegisteredV1,
        { nhiId, kind, name, ownerId, environment, registeredAt: now.toISOString() },
        { time: now, policyVersion: this.model.version },
      );
      const entry = {
        action: 'nhi.registered',
        outcome: 'success' as const,
        actor: { id: callerId, kind: 'caller' as const },
        subject: { id: nhiId, kind: 'nhi', label: name },
      };
      await this.road.announce.recorded(tx, [entry], { at: now, policyVersion: this.model.version });
    });
    return nhi;
  }
}
