import { KeepMarkersComplete } from '@trivium/revocation';
import { Health } from '@trivium/runtime';
import { Inject, Injectable } from '@nestjs/common';

/** Not ready while the markers of revoked tokens are not all in Valkey: every token is denied meanwhile. */
@Injectable()
export class ReportTokenMarkers {
  constructor(@Inject(Health) health: Health, keeper: KeepMarkersComplete) {
    health.register('markers of decision', async () => {
      if (keeper.state !== 'complete') throw new Error('not complete; all tokens are denied');
    });
  }
}
