import { nhiId as nhiIdSchema, personId } from '@trivium/contracts';
import { UNIT_OF_WORK, type UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import { CLOCK, conflict, CurrentCaller, notFound, Roles, type Caller, type Clock } from '@trivium/runtime';
import { GOVERNANCE, ROAD_REVOCATION } from '@trivium/service';
import { Body, Controller, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import type { Nhi } from '../registration/nhi.js';
import { NHIS, type NhiStore } from '../registration/nhi.store.js';
import { OWNERS, type OwnerStore } from './owner.store.js';
import { ReinstateNhi } from './reinstate-nhi.js';

const parameters = z.object({ nhiId: nhiIdSchema });
const owner = z.strictObject({ ownerId: personId });
const reinstatement = owner.extend({ reason: z.string().trim().min(1).max(500) });

@Controller('nhis/:nhiId')
@Roles('admin', 'owner')
export class OwnershipController {
  constructor(
    private readonly reinstateNhi: ReinstateNhi,
    @Inject(NHIS) private readonly nhis: NhiStore,
    @Inject(OWNERS) private readonly owners: OwnerStore,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(ROAD_REVOCATION) private readonly road: RoadRevocation,
    @Inject(GOVERNANCE) private readonly model: GovernanceModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Names who answers for an identity from now on. */
  @Put('owner')
  assign(
    @Param({ schema: parameters }) { nhiId }: z.output<typeof parameters>,
    @Body({ schema: owner }) { ownerId }: z.output<typeof owner>,
    @CurrentCaller() caller: Caller,
  ): Promise<{ readonly nhiId: string; readonly ownerId: string }> {
    return this.unitOfWork.run(async (tx) => {
      if (await this.owners.isGone(tx, ownerId)) throw conflict('The owner has left.', 'ERR_OWNER_LEFT');
      const nhi = await this.nhis.lock(tx, nhiId);
      if (!nhi) throw notFound(`there is no non-human identity ${nhiId}`);
      if (nhi.state === 'quarantined')
        throw conflict('The identity is quarantined; reinstate it with its owner.', 'ERR_QUARANTINED');
      await this.nhis.assignOwner(tx, nhiId, ownerId);
      const entry = {
        action: 'nhi.owner-assigned',
        outcome: 'success' as const,
        actor: { id: caller.subject, kind: 'caller' as const },
        subject: { id: nhiId, kind: 'nhi', label: nhi.name },
        detail: { ownerId },
      };
      await this.road.announce.recorded(tx, [entry], {
        at: this.clock.now(),
        policyVersion: this.model.version,
      });
      return { nhiId, ownerId };
    });
  }

  /** Makes a quarantined identity somebody's again; credentials that it had stay ended. */
  @Post('reinstate')
  @HttpCode(200)
  async reinstate(
    @Param({ schema: parameters }) { nhiId }: z.output<typeof parameters>,
    @Body({ schema: reinstatement }) { ownerId, reason }: z.output<typeof reinstatement>,
    @CurrentCaller() caller: Caller,
  ): Promise<Nhi> {
    return this.reinstateNhi.execute(nhiId, ownerId, reason, caller);
  }
}
