import { Outbox } from '@trivium/bus';
import { remoteKeySet } from '@trivium/credentials';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { ChainReader } from '@trivium/revocation';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule, type NestModule, type Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { issuerOf, type DecisionConfig } from '../decision.config.js';
import { CHAINS, DPOP_NONCES, ISSUANCE_STORE, ROAD_KEYS, TOKEN_KEYS } from '../decision.tokens.js';
import { clientProviders } from './clients/clients.module.js';
import { RegistrationController } from './clients/registration.controller.js';
import { JoseForeignTokens } from './clients/jose-foreign-tokens.js';
import { KnownClients } from './clients/known-clients.js';
import { DpopNonces } from './dpop/dpop-nonces.js';
import { DpopProofs } from './dpop/dpop-proofs.js';
import { answerHttpRefusals } from './refusals.http.js';
import { IntrospectingClients } from './introspection/introspecting-clients.js';
import { IntrospectToken } from './introspection/introspect-token.js';
import { SignIntrospection } from './introspection/sign-introspection.js';
import { KeysController } from './keys/keys.controller.js';
import { keyProviders } from './keys/keys.module.js';
import type { TokenKeys } from './keys/token-keys.js';
import { MetadataController } from './metadata/metadata.controller.js';
import { describeServer, SERVER_METADATA } from './metadata/server-metadata.js';
import { RevocationController } from './revocation/revocation.controller.js';
import { revocationProviders } from './revocation/revocation.module.js';
import { RingSigner } from './ring-signer.js';
import { ActingParties } from './token/acting-parties.js';
import { ClientCredentials } from './token/client-credentials.js';
import { DeriveToken } from './token/derive-token.js';
import { ForgetExpiredTokens } from './token/forget-expired-tokens.js';
import { GrantFromAssertion } from './token/grant-from-assertion.js';
import type { IssuanceStore } from './token/issuance.store.js';
import { PgIssuanceStore } from './token/issuance.store.pg.js';
import { IssueToken } from './token/issue-token.js';
import { JoseClientAssertions, JoseRoadAssertions } from './token/jose-assertions.js';
import { StartTask } from './token/start-task.js';
import { TokenClients } from './token/token-clients.js';
import { TokenController } from './token/token.controller.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Tokens: issued, introspected, and the keys to check them. */
@Module({})
export class OAuthModule implements NestModule {
  constructor(private readonly host: HttpAdapterHost) {}

  configure(): void {
    answerHttpRefusals(this.host.httpAdapter.getInstance<FastifyInstance>());
  }

  static for(config: DecisionConfig): DynamicModule {
    return {
      module: OAuthModule,
      controllers: [
        TokenController,
        RevocationController,
        RegistrationController,
        MetadataController,
        KeysController,
      ],
      providers: [
        ...keys(config),
        ...verifiers(config),
        ...useCases(config),
        ...clientProviders(config),
        ...revocationProviders(config),
        longRunning('tokens', TOKEN_KEYS, ForgetExpiredTokens),
      ],
      exports: [IntrospectToken, IntrospectingClients, SignIntrospection, TOKEN_KEYS],
    };
  }
}

function keys(config: DecisionConfig): Provider[] {
  return [
    ...keyProviders(config),
    {
      provide: ROAD_KEYS,
      useFactory: () => {
        const { workforce, workload, agent } = config.TRIVIUM_ROAD_JWKS_URLS;
        const published = (address: string) => remoteKeySet(new URL(address));
        return { workforce: published(workforce), workload: published(workload), agent: published(agent) };
      },
    },
    {
      provide: DPOP_NONCES,
      inject: [CLOCK],
      useFactory: (clock: Clock) =>
        config.TRIVIUM_DPOP_NONCE === 'required'
          ? new DpopNonces(Buffer.from(config.TRIVIUM_KEY_ENCRYPTION_KEY.reveal(), 'base64'), clock)
          : undefined,
    },
    {
      provide: DpopProofs,
      inject: [CLOCK, DPOP_NONCES],
      useFactory: (...parts: [Clock, DpopNonces | undefined]) => new DpopProofs(...parts),
    },
    { provide: SERVER_METADATA, useValue: describeServer(issuerOf(config)) },
  ];
}

function verifiers(config: DecisionConfig): Provider[] {
  const issuer = issuerOf(config);
  return [
    {
      provide: JoseRoadAssertions,
      inject: [ROAD_KEYS, CLOCK],
      useFactory: (...parts: ConstructorParameters<typeof JoseRoadAssertions>) =>
        new JoseRoadAssertions(...parts),
    },
    {
      provide: JoseClientAssertions,
      inject: [CLOCK],
      useFactory: (clock: Clock) => new JoseClientAssertions([issuer, `${issuer}/oauth/token`], clock),
    },
    {
      provide: VerifiedTokens,
      inject: [TOKEN_KEYS, CLOCK],
      useFactory: ({ find }: TokenKeys, clock: Clock) =>
        new VerifiedTokens(find, issuer, clock, config.TRIVIUM_TOKEN_CACHE),
    },
    {
      provide: ISSUANCE_STORE,
      inject: [DATA_SOURCE, UNIT_OF_WORK, Outbox],
      useFactory: (sql: Sql, unitOfWork: UnitOfWork, outbox: Outbox) =>
        new PgIssuanceStore(sql, unitOfWork, outbox),
    },
  ];
}

function useCases(config: DecisionConfig): Provider[] {
  const { TRIVIUM_DEFAULT_AUDIENCE: defaultAudience, TRIVIUM_TOKEN_SECONDS: tokenSeconds } = config;
  return [
    {
      provide: IssueToken,
      inject: [TOKEN_KEYS, ISSUANCE_STORE, CHAINS, CLOCK],
      useFactory: (ring: TokenKeys, store: IssuanceStore, chains: ChainReader, clock: Clock) =>
        new IssueToken(new RingSigner(ring, issuerOf(config)), store, chains, clock),
    },
    {
      provide: GrantFromAssertion,
      inject: [JoseRoadAssertions, IssueToken, GOVERNANCE],
      useFactory: (assertions: JoseRoadAssertions, issueToken: IssueToken, { roads }: GovernanceModel) =>
        new GrantFromAssertion(assertions, issueToken, {
          defaultAudience,
          tokenSeconds: { workforce: roads.workforce.person.tokenTtl / 1_000, workload: tokenSeconds },
        }),
    },
    {
      provide: StartTask,
      inject: [
        GOVERNANCE,
        JoseRoadAssertions,
        JoseClientAssertions,
        KnownClients,
        JoseForeignTokens,
        IssueToken,
      ],
      useFactory: (
        model: GovernanceModel,
        ...parts: [JoseRoadAssertions, JoseClientAssertions, KnownClients, JoseForeignTokens, IssueToken]
      ) =>
        new StartTask(...parts, {
          defaultAudience,
          taskSeconds: model.roads.agent.task.defaultTtl / 1_000,
        }),
    },
    {
      provide: DeriveToken,
      inject: [VerifiedTokens, TokenClients, ActingParties, IssueToken],
      useFactory: (...parts: [VerifiedTokens, TokenClients, ActingParties, IssueToken]) =>
        new DeriveToken(...parts, { tokenSeconds }),
    },
    {
      provide: ActingParties,
      inject: [VerifiedTokens, ISSUANCE_STORE, KnownClients],
      useFactory: (...parts: ConstructorParameters<typeof ActingParties>) => new ActingParties(...parts),
    },
    {
      provide: ClientCredentials,
      inject: [KnownClients, IssueToken],
      useFactory: (clients: KnownClients, issueToken: IssueToken) =>
        new ClientCredentials(clients, issueToken, { defaultAudience, tokenSeconds }),
    },
    {
      provide: TokenClients,
      inject: [JoseClientAssertions, ISSUANCE_STORE, KnownClients],
      useFactory: (...parts: ConstructorParameters<typeof TokenClients>) => new TokenClients(...parts),
    },
    {
      provide: IntrospectToken,
      inject: [VerifiedTokens, CHAINS],
      useFactory: (tokens: VerifiedTokens, chains: ChainReader) => new IntrospectToken(tokens, chains),
    },
    {
      provide: IntrospectingClients,
      inject: [KnownClients, ISSUANCE_STORE, IssueToken],
      useFactory: (...parts: ConstructorParameters<typeof IntrospectingClients>) =>
        new IntrospectingClients(...parts),
    },
    {
      provide: SignIntrospection,
      inject: [TOKEN_KEYS, CLOCK],
      useFactory: (ring: TokenKeys, clock: Clock) => new SignIntrospection(ring, issuerOf(config), clock),
    },
    {
      provide: ForgetExpiredTokens,
      inject: [ISSUANCE_STORE, CLOCK, LOGGER],
      useFactory: (store: IssuanceStore, clock: Clock, log: Logger) =>
        new ForgetExpiredTokens(store, clock, log),
    },
  ];
}
