import { Health } from '@trivium/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { KeepGrantsResident } from './keep-grants-resident.js';
import { ResidentGrants } from './resident-grants.js';

/** Not ready before all grants are in memory. */
@Injectable()
export class ReportProjectionHealth {
  constructor(
    @Inject(Health) health: Health,
    @Inject(KeepGrantsResident) keeper: KeepGrantsResident,
    @Inject(ResidentGrants) grants: ResidentGrants,
  ) {
    health.register('grants', async () => {
      if (!keeper.asOf) throw new Error(`loading, ${grants.size} so far`);
      return `${grants.size} resident as of ${keeper.asOf.toISOString()}`;
    });
  }
}
