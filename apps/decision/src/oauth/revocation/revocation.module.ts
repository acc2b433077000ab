import { Outbox } from '@trivium/bus';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import { KeepMarkersComplete, MarkerCache, PgMarkerStore, valkeyClient } from '@trivium/revocation';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import { DATA_SOURCE } from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import type { Provider } from '@nestjs/common';
import type { DecisionConfig } from '../../decision.config.js';
import { TokenClients } from '../token/token-clients.js';
import { VerifiedTokens } from '../verified-tokens.js';
import { ForgetDenials } from './forget-denials.js';
import { ReportTokenMarkers } from './report-token-markers.js';
import { RevokeToken } from './revoke-token.js';
import { PgTokenDenials } from './token-denials.pg.js';

/** The end of a single token, and the markers that this service writes for it. */
export function revocationProviders(config: DecisionConfig): Provider[] {
  return [
    { provide: MarkerCache, useFactory: () => new MarkerCache(valkeyClient(config), 'decision') },
    {
      provide: PgMarkerStore,
      inject: [DATA_SOURCE, UNIT_OF_WORK],
      useFactory: (sql: Sql, unitOfWork: UnitOfWork) => new PgMarkerStore(sql, unitOfWork),
    },
    {
      provide: KeepMarkersComplete,
      inject: [PgMarkerStore, MarkerCache, CLOCK, LOGGER],
      useFactory: (...parts: [PgMarkerStore, MarkerCache, Clock, Logger]) =>
        new KeepMarkersComplete(...parts),
    },
    {
      provide: PgTokenDenials,
      inject: [UNIT_OF_WORK, PgMarkerStore, MarkerCache, Outbox],
      useFactory: (...parts: ConstructorParameters<typeof PgTokenDenials>) => new PgTokenDenials(...parts),
    },
    {
      provide: RevokeToken,
      inject: [VerifiedTokens, TokenClients, PgTokenDenials, CLOCK],
      useFactory: (...parts: ConstructorParameters<typeof RevokeToken>) => new RevokeToken(...parts),
    },
    {
      provide: ForgetDenials,
      inject: [PgTokenDenials, CLOCK, LOGGER],
      useFactory: (...parts: ConstructorParameters<typeof ForgetDenials>) => new ForgetDenials(...parts),
    },
    ReportTokenMarkers,
    longRunning('revoked tokens', KeepMarkersComplete, ForgetDenials),
  ];
}
