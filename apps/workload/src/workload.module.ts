import { Outbox } from '@trivium/bus';
import { workloadAccessGrantedV1 } from '@trivium/contracts';
import { Sealer } from '@trivium/credentials';
import type { CredentialId } from '@trivium/identity';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { accessGranted, Announce, ClaimSecret, SweepDue, type RoadRevocation } from '@trivium/revocation';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import {
  DATA_SOURCE,
  GOVERNANCE,
  HttpClientDirectory,
  RoadAssertions,
  RoadModule,
  ROAD_REVOCATION,
  ServiceModule,
  type RoadHooks,
} from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ClientController } from './client/client.controller.js';
import { RegisterClient } from './client/register-client.js';
import { CredentialController } from './credential/credential.controller.js';
import { CREDENTIALS, type CredentialStore } from './credential/credential.store.js';
import { PgCredentialStore } from './credential/credential.store.pg.js';
import { EndCredential } from './credential/end-credential.js';
import { IssueCredential } from './credential/issue-credential.js';
import { DeploymentConsumer } from './deployment/deployment.consumer.js';
import { ReviewController } from './deployment/review.controller.js';
import { ReviewDeployment } from './deployment/review-deployment.js';
import { REVIEWS } from './deployment/review.store.js';
import { PgReviewStore } from './deployment/review.store.pg.js';
import { DueCredentials, DueOwners } from './due-ends.js';
import { confirmRotation } from './leak/confirm-rotation.js';
import { FINDINGS } from './leak/finding.store.js';
import { PgFindingStore } from './leak/finding.store.pg.js';
import { LeakConsumer } from './leak/leak.consumer.js';
import { RotateLeaked } from './leak/rotate-leaked.js';
import { OrphanNhis } from './ownership/orphan-nhis.js';
import { OwnershipConsumer } from './ownership/ownership.consumer.js';
import { OwnershipController } from './ownership/ownership.controller.js';
import { OWNERS } from './ownership/owner.store.js';
import { ReinstateNhi } from './ownership/reinstate-nhi.js';
import { PgOwnerStore } from './ownership/owner.store.pg.js';
import { DecideReview } from './deployment/decide-review.js';
import { NHIS } from './registration/nhi.store.js';
import { PgNhiStore } from './registration/nhi.store.pg.js';
import { RegisterNhi } from './registration/register-nhi.js';
import { RegistrationController } from './registration/registration.controller.js';
import type { WorkloadConfig } from './workload.config.js';

const DUE_CREDENTIALS = Symbol('DueCredentials');
const DUE_OWNERS = Symbol('DueOwners');

const stores: Provider[] = [
  { provide: NHIS, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgNhiStore(pool) },
  { provide: CREDENTIALS, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgCredentialStore(pool) },
  { provide: REVIEWS, inject: [DATA_SOURCE], useFactory: (pool: Sql) => new PgReviewStore(pool) },
  { provide: FINDINGS, useClass: PgFindingStore },
  { provide: OWNERS, useClass: PgOwnerStore },
];

const useCases: Provider[] = [
  {
    provide: RegisterNhi,
    inject: [NHIS, OWNERS, UNIT_OF_WORK, Outbox, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof RegisterNhi>) => new RegisterNhi(...parts),
  },
  {
    provide: IssueCredential,
    inject: [CREDENTIALS, NHIS, UNIT_OF_WORK, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof IssueCredential>) => new IssueCredential(...parts),
  },
  {
    provide: EndCredential,
    inject: [CREDENTIALS, NHIS, ROAD_REVOCATION, Outbox, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof EndCredential>) => new EndCredential(...parts),
  },
  {
    provide: RotateLeaked,
    inject: [NHIS, CREDENTIALS, FINDINGS, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof RotateLeaked>) => new RotateLeaked(...parts),
  },
  {
    provide: ReviewDeployment,
    inject: [REVIEWS, NHIS, Outbox, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof ReviewDeployment>) => new ReviewDeployment(...parts),
  },
  {
    provide: DecideReview,
    inject: [REVIEWS, CREDENTIALS, EndCredential, UNIT_OF_WORK, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof DecideReview>) => new DecideReview(...parts),
  },
  {
    provide: ReinstateNhi,
    inject: [NHIS, OWNERS, UNIT_OF_WORK, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof ReinstateNhi>) => new ReinstateNhi(...parts),
  },
  {
    provide: OrphanNhis,
    inject: [NHIS, OWNERS, Outbox, ROAD_REVOCATION, GOVERNANCE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof OrphanNhis>) => new OrphanNhis(...parts),
  },
  {
    provide: ClaimSecret,
    inject: [ROAD_REVOCATION, UNIT_OF_WORK, Sealer],
    useFactory: ({ accounts }: RoadRevocation, unitOfWork: UnitOfWork, sealer: Sealer) =>
      new ClaimSecret(accounts, unitOfWork, sealer),
  },
];

const clients = (config: WorkloadConfig): Provider[] => [
  {
    provide: HttpClientDirectory,
    useFactory: () => new HttpClientDirectory(config.TRIVIUM_DECISION_URL),
  },
  {
    provide: RegisterClient,
    inject: [
      CREDENTIALS,
      UNIT_OF_WORK,
      ROAD_REVOCATION,
      RoadAssertions,
      HttpClientDirectory,
      EndCredential,
      GOVERNANCE,
      CLOCK,
    ],
    useFactory: (...parts: ConstructorParameters<typeof RegisterClient>) => new RegisterClient(...parts),
  },
];

const dueWork: Provider[] = [
  {
    provide: DueOwners,
    inject: [NHIS, CREDENTIALS, UNIT_OF_WORK, EndCredential, ROAD_REVOCATION, GOVERNANCE],
    useFactory: (...parts: ConstructorParameters<typeof DueOwners>) => new DueOwners(...parts),
  },
  {
    provide: DUE_CREDENTIALS,
    inject: [CREDENTIALS, UNIT_OF_WORK, EndCredential, CLOCK, LOGGER],
    useFactory: (
      credentials: CredentialStore,
      unitOfWork: UnitOfWork,
      end: EndCredential,
      clock: Clock,
      log: Logger,
    ) => new SweepDue('due credentials', new DueCredentials(credentials, unitOfWork, end), clock, log),
  },
  {
    provide: DUE_OWNERS,
    inject: [DueOwners, CLOCK, LOGGER],
    useFactory: (owners: DueOwners, clock: Clock, log: Logger) =>
      new SweepDue('due owners', owners, clock, log),
  },
  longRunning('workload ends', DUE_CREDENTIALS, DUE_OWNERS),
];

/** An account that works makes its credential active and is a grant; a rotation that was seen through closes its findings. */
function hooksOf(outbox: Outbox, model: GovernanceModel, pool: Sql): RoadHooks {
  const [credentials, nhis, findings] = [
    new PgCredentialStore(pool),
    new PgNhiStore(pool),
    new PgFindingStore(),
  ];
  const announce = new Announce('workload', outbox);
  return {
    onActive: async (tx, account, at) => {
      const { accountId, ownerId, target } = account;
      const credential = await credentials.activated(tx, ownerId as CredentialId);
      const nhi = credential && (await nhis.find(tx, credential.nhiId));
      if (!credential || !nhi) return;
      const chain = [`${nhi.nhiId}:${nhi.generation}`, `${credential.credentialId}:${credential.generation}`];
      const permission = { action: 'login', resource: { type: 'target', id: target } };
      const facts = {
        grantId: accountId,
        subjectId: nhi.nhiId,
        chain,
        permission,
        grantedAt: at.toISOString(),
        expiresAt: credential.expiresAt.toISOString(),
      };
      const policyVersion = model.version;
      await outbox.append(tx, workloadAccessGrantedV1, facts, { time: at, policyVersion });
      const entry = accessGranted(account, { id: nhi.nhiId, kind: 'nhi' });
      await announce.recorded(tx, [entry], { at, policyVersion });
    },
    onVerified: (tx, work, at) =>
      confirmRotation(tx, work, at, { credentials, findings, outbox, announce, model }),
  };
}

/** Non-human identities: owned, given secrets, rotated, reviewed, ended. */
@Module({})
export class WorkloadModule {
  static for(config: WorkloadConfig): DynamicModule {
    return {
      module: WorkloadModule,
      imports: [
        ServiceModule.for('workload', config),
        RoadModule.for({
          road: 'workload',
          config,
          hooks: { inject: [Outbox, GOVERNANCE, DATA_SOURCE], useFactory: hooksOf },
        }),
      ],
      controllers: [
        RegistrationController,
        CredentialController,
        ClientController,
        LeakConsumer,
        DeploymentConsumer,
        ReviewController,
        OwnershipConsumer,
        OwnershipController,
      ],
      providers: [...stores, ...useCases, ...clients(config), ...dueWork],
    };
  }
}
