import type { Sql } from '@trivium/persistence';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import { DATA_SOURCE } from '@trivium/service';
import type { Provider } from '@nestjs/common';
import { issuerOf, type DecisionConfig } from '../../decision.config.js';
import { ROAD_KEYS } from '../../decision.tokens.js';
import { IssueToken } from '../token/issue-token.js';
import { JoseClientAssertions, JoseRoadStatements } from '../token/jose-assertions.js';
import { HttpClientKeys } from './client-keys.http.js';
import { PgClientStore } from './client.store.pg.js';
import { ForgetExpiredClients } from './forget-expired-clients.js';
import { fetchIssuerKeys } from './issuer-keys.http.js';
import { JoseForeignTokens } from './jose-foreign-tokens.js';
import { KnownClients } from './known-clients.js';
import { RegisterClient } from './register-client.js';
import { readTrustedIssuers } from './trusted-issuers.config.js';

/** Workloads and agents that ask in their own name, and who may vouch for them. */
export function clientProviders(config: DecisionConfig): Provider[] {
  const issuer = issuerOf(config);
  const audiences = [issuer, `${issuer}/oauth/token`];
  return [
    { provide: PgClientStore, inject: [DATA_SOURCE], useFactory: (sql: Sql) => new PgClientStore(sql) },
    {
      provide: JoseForeignTokens,
      inject: [CLOCK],
      useFactory: (clock: Clock) => {
        const issuers = readTrustedIssuers(config.TRIVIUM_TRUSTED_ISSUERS_FILE);
        return new JoseForeignTokens(issuers, audiences, fetchIssuerKeys, clock);
      },
    },
    {
      provide: HttpClientKeys,
      inject: [CLOCK],
      useFactory: (clock: Clock) => new HttpClientKeys(config.TRIVIUM_INTERNAL_KEY_HOSTS, clock),
    },
    {
      provide: KnownClients,
      inject: [PgClientStore, JoseClientAssertions, JoseForeignTokens, HttpClientKeys, CLOCK],
      useFactory: (...parts: ConstructorParameters<typeof KnownClients>) => new KnownClients(...parts),
    },
    {
      provide: JoseRoadStatements,
      inject: [ROAD_KEYS, CLOCK],
      useFactory: (...parts: ConstructorParameters<typeof JoseRoadStatements>) =>
        new JoseRoadStatements(...parts),
    },
    {
      provide: RegisterClient,
      inject: [JoseRoadStatements, PgClientStore, IssueToken],
      useFactory: (...parts: ConstructorParameters<typeof RegisterClient>) => new RegisterClient(...parts),
    },
    {
      provide: ForgetExpiredClients,
      inject: [PgClientStore, CLOCK, LOGGER],
      useFactory: (...parts: ConstructorParameters<typeof ForgetExpiredClients>) =>
        new ForgetExpiredClients(...parts),
    },
    longRunning('clients', ForgetExpiredClients),
  ];
}
