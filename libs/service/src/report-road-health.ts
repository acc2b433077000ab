import { Health } from '@trivium/runtime';
import type { RoadRevocation } from '@trivium/revocation';
import { Inject, Injectable } from '@nestjs/common';
import { ROAD_REVOCATION } from './tokens.js';

/** Not ready while the road's markers are not all in Valkey: it could not promise containment. */
@Injectable()
export class ReportRoadHealth {
  constructor(@Inject(Health) health: Health, @Inject(ROAD_REVOCATION) { keeper }: RoadRevocation) {
    health.register('markers', async () => {
      if (keeper.state !== 'complete')
        throw new Error(
          keeper.state === 'rebuilding' ? `rebuilding, ${keeper.written} written` : 'Valkey is out of reach',
        );
    });
  }
}
