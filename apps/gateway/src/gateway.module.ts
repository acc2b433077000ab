import { kafkaClient, kafkaProducer, Outbox, OutboxRelay } from '@trivium/bus';
import {
  ensureSigningKey,
  hashPassword,
  KeyEncryptionKey,
  Sealer,
  Secret,
  SqlSigningKeyStore,
  type KeyRing,
} from '@trivium/credentials';
import { readSecretDocument } from '@trivium/connectors';
import {
  PgUnitOfWork,
  serviceDataSource,
  UNIT_OF_WORK,
  type Sql,
  type UnitOfWork,
} from '@trivium/persistence';
import {
  CALLER_VERIFIER,
  CallerGuard,
  CLOCK,
  Health,
  LOGGER,
  longRunning,
  type Clock,
} from '@trivium/runtime';
import { CloseDataSource, DATA_SOURCE, KAFKA, KEY_RING, kafkaLogs } from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import {
  Inject,
  Injectable,
  Module,
  type DynamicModule,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Kafka } from 'kafkajs';
import type { DataSource } from 'typeorm';
import type { AccountStore } from './accounts/account.store.js';
import { PgAccountStore } from './accounts/account.store.pg.js';
import { AddAccount } from './accounts/add-account.js';
import { ChangeAccount } from './accounts/change-account.js';
import { RecordAccess } from './accounts/record-access.js';
import { ResetPassword } from './accounts/reset-password.js';
import { UsersController } from './accounts/users.controller.js';
import { ApiTokenController } from './auth/api-token.controller.js';
import type { AuthStore } from './auth/auth.store.js';
import { PgAuthStore } from './auth/auth.store.pg.js';
import { ManageApiTokens } from './auth/manage-api-tokens.js';
import { PublicCallers } from './auth/public-callers.http.js';
import { SessionController } from './auth/session.controller.js';
import { SignIn } from './auth/sign-in.js';
import type { GatewayConfig } from './gateway.config.js';
import { ACCOUNT_STORE, AUTH_STORE, SOURCES } from './gateway.tokens.js';
import { CallerTokens } from './routes/caller-tokens.js';
import { JwksController } from './routes/jwks.controller.js';
import { FollowRevocations } from './stream/follow-revocations.kafka.js';
import { LiveFeed } from './stream/live-feed.js';
import { MeasureLag } from './stream/measure-lag.kafka.js';
import { PgDeliveryStore } from './webhooks/delivery.store.pg.js';
import { KafkaEventPublisher } from './webhooks/event-publisher.kafka.js';
import { readSources } from './webhooks/read-sources.js';
import { ReceiveWebhook } from './webhooks/receive-webhook.js';
import type { WebhookSource } from './webhooks/webhook-source.js';

@Injectable()
class ReportGatewayHealth {
  constructor(health: Health, @Inject(DATA_SOURCE) source: DataSource, @Inject(KAFKA) kafka: Kafka) {
    health.register('postgres', async () => void (await source.query('SELECT 1')));
    const admin = kafka.admin();
    health.register('kafka', async () => {
      await admin.connect();
      await admin.describeCluster();
    });
  }
}

@Injectable()
class EnsureAdministrator implements OnModuleInit {
  constructor(
    @Inject(ACCOUNT_STORE) private readonly accounts: AccountStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject('ADMIN_PASSWORD') private readonly password: Secret,
  ) {}

  onModuleInit(): Promise<void> {
    return this.accounts.ensureAdministrator('admin', () => hashPassword(this.password), this.clock.now());
  }
}

function infrastructure(config: GatewayConfig): Provider[] {
  return [
    { provide: DATA_SOURCE, useFactory: () => serviceDataSource('gateway', config).initialize() },
    {
      provide: UNIT_OF_WORK,
      inject: [DATA_SOURCE],
      useFactory: (source: DataSource) => new PgUnitOfWork(source),
    },
    {
      provide: KAFKA,
      inject: [LOGGER],
      useFactory: (log: Logger) => kafkaClient('gateway', config, kafkaLogs(log)),
    },
    {
      provide: KEY_RING,
      inject: [DATA_SOURCE],
      useFactory: (source: DataSource) => {
        const sealer = new Sealer(KeyEncryptionKey.fromBase64(new Secret(config.TRIVIUM_KEY_ENCRYPTION_KEY)));
        return ensureSigningKey(
          new SqlSigningKeyStore((sql, params) => source.query(sql, [...params])),
          sealer,
          'EdDSA',
        );
      },
    },
    {
      provide: OutboxRelay,
      inject: [UNIT_OF_WORK, KAFKA, LOGGER],
      useFactory: (unitOfWork: UnitOfWork, kafka: Kafka, log: Logger) =>
        new OutboxRelay(unitOfWork, kafkaProducer(kafka), log),
    },
    {
      provide: RecordAccess,
      inject: [OutboxRelay, CLOCK],
      useFactory: (relay: OutboxRelay, clock: Clock) =>
        new RecordAccess(new Outbox('trivium:gateway', relay), clock),
    },
    { provide: 'ADMIN_PASSWORD', useValue: new Secret(config.TRIVIUM_ADMIN_PASSWORD) },
  ];
}

function webhooks(config: GatewayConfig): Provider[] {
  const file = config.TRIVIUM_WEBHOOK_SOURCES_FILE;
  return [
    { provide: SOURCES, useFactory: async () => readSources(await readSecretDocument(file), file) },
    {
      provide: KafkaEventPublisher,
      inject: [KAFKA],
      useFactory: (kafka: Kafka) => new KafkaEventPublisher(kafkaProducer(kafka)),
    },
    {
      provide: ReceiveWebhook,
      inject: [SOURCES, DATA_SOURCE, KafkaEventPublisher, CLOCK],
      useFactory: (
        sources: ReadonlyMap<string, WebhookSource>,
        pool: Sql,
        publisher: KafkaEventPublisher,
        clock: Clock,
      ) => new ReceiveWebhook(sources, new PgDeliveryStore(pool), publisher, clock),
    },
  ];
}

const callers: Provider[] = [
  { provide: AUTH_STORE, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgAuthStore(pool) },
  {
    provide: CALLER_VERIFIER,
    inject: [AUTH_STORE, CLOCK],
    useFactory: (store: AuthStore, clock: Clock) => new PublicCallers(store, clock),
  },
  { provide: APP_GUARD, useClass: CallerGuard },
  {
    provide: SignIn,
    inject: [ACCOUNT_STORE, AUTH_STORE, UNIT_OF_WORK, RecordAccess, CLOCK, LOGGER],
    useFactory: (
      accounts: AccountStore,
      sessions: AuthStore,
      unitOfWork: UnitOfWork,
      record: RecordAccess,
      clock: Clock,
      log: Logger,
    ) => new SignIn({ accounts, sessions, unitOfWork, record, clock, log }),
  },
  {
    provide: ManageApiTokens,
    inject: [AUTH_STORE, UNIT_OF_WORK, RecordAccess, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof ManageApiTokens>) => new ManageApiTokens(...parts),
  },
  {
    provide: CallerTokens,
    inject: [KEY_RING, CLOCK],
    useFactory: (keys: KeyRing, clock: Clock) => new CallerTokens(keys.signer, clock),
  },
];

const accounts: Provider[] = [
  { provide: ACCOUNT_STORE, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgAccountStore(pool) },
  {
    provide: AddAccount,
    inject: [ACCOUNT_STORE, UNIT_OF_WORK, RecordAccess, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof AddAccount>) => new AddAccount(...parts),
  },
  {
    provide: ChangeAccount,
    inject: [ACCOUNT_STORE, UNIT_OF_WORK, RecordAccess],
    useFactory: (...parts: ConstructorParameters<typeof ChangeAccount>) => new ChangeAccount(...parts),
  },
  {
    provide: ResetPassword,
    inject: [ACCOUNT_STORE, UNIT_OF_WORK, RecordAccess, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof ResetPassword>) => new ResetPassword(...parts),
  },
];

const stream: Provider[] = [
  { provide: LiveFeed, useFactory: () => new LiveFeed() },
  {
    provide: FollowRevocations,
    inject: [KAFKA, LiveFeed, LOGGER],
    useFactory: (kafka: Kafka, feed: LiveFeed, log: Logger) => new FollowRevocations(kafka, feed, log),
  },
  {
    provide: MeasureLag,
    inject: [KAFKA, LiveFeed, CLOCK, LOGGER],
    useFactory: (kafka: Kafka, feed: LiveFeed, clock: Clock, log: Logger) =>
      new MeasureLag(kafka, feed, clock, log),
  },
];

/** The one public door: who calls, who signed, where it goes. */
@Module({})
export class GatewayModule {
  static for(config: GatewayConfig): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [SessionController, ApiTokenController, UsersController, JwksController],
      providers: [
        ...infrastructure(config),
        ...webhooks(config),
        ...callers,
        ...accounts,
        ...stream,
        CloseDataSource,
        EnsureAdministrator,
        ReportGatewayHealth,
        longRunning('gateway', OutboxRelay, KafkaEventPublisher, FollowRevocations, MeasureLag),
      ],
    };
  }
}
