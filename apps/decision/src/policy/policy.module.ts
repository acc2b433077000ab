import { Outbox } from '@trivium/bus';
import { ensureSigningKey, keySet, sealerFrom, SqlSigningKeyStore, type KeyRing } from '@trivium/credentials';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import { readBundle, type Bundle } from '@trivium/policy';
import { CLOCK, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, GovernanceModule } from '@trivium/service';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { DecisionConfig } from '../decision.config.js';
import { POLICY_SIGNER } from '../decision.tokens.js';
import { ApproveBundle } from './approve-bundle.js';
import { BUNDLES, type BundleStore } from './bundle.store.js';
import { PgBundleStore } from './bundle.store.pg.js';
import { PolicyController } from './policy.controller.js';
import { PolicyKeysController } from './policy-keys.controller.js';
import { ProposeBundle } from './propose-bundle.js';
import { PublishBundle } from './publish-bundle.js';
import { RollBack } from './roll-back.js';

const INSTALLED = Symbol('InstalledBundle');

/** The governance model: proposed, approved, signed, published, and followed by this service like by every other. */
@Module({})
export class PolicyModule {
  static for(config: DecisionConfig): DynamicModule {
    const folder = config.TRIVIUM_GOVERNANCE_DIR;
    const keys = { inject: [POLICY_SIGNER], useFactory: ({ jwks }: KeyRing) => keySet(jwks.keys) };
    return {
      module: PolicyModule,
      global: true,
      imports: [GovernanceModule.for({ service: 'decision', folder, keys })],
      controllers: [PolicyKeysController, PolicyController],
      providers: [
        {
          provide: POLICY_SIGNER,
          inject: [DATA_SOURCE],
          useFactory: (sql: Sql) =>
            ensureSigningKey(
              new SqlSigningKeyStore((text, params) => sql.query(text, [...params])),
              sealerFrom(config),
              'EdDSA',
            ),
        },
        { provide: INSTALLED, useFactory: () => readBundle(folder) },
        { provide: BUNDLES, useFactory: () => new PgBundleStore() },
        ...useCases(),
      ],
      exports: [POLICY_SIGNER],
    };
  }
}

function useCases(): Provider[] {
  return [
    {
      provide: PublishBundle,
      inject: [BUNDLES, Outbox, POLICY_SIGNER],
      useFactory: (bundles: BundleStore, outbox: Outbox, { signer }: KeyRing) =>
        new PublishBundle({ bundles, outbox, signer }),
    },
    {
      provide: ProposeBundle,
      inject: [BUNDLES, UNIT_OF_WORK, Outbox, PublishBundle, CLOCK, INSTALLED],
      useFactory: (
        bundles: BundleStore,
        unitOfWork: UnitOfWork,
        outbox: Outbox,
        publish: PublishBundle,
        clock: Clock,
        installed: Bundle,
      ) => new ProposeBundle({ bundles, unitOfWork, outbox, publish, clock, installed }),
    },
    {
      provide: ApproveBundle,
      inject: [BUNDLES, UNIT_OF_WORK, Outbox, ProposeBundle, PublishBundle, CLOCK],
      useFactory: (
        bundles: BundleStore,
        unitOfWork: UnitOfWork,
        outbox: Outbox,
        propose: ProposeBundle,
        publish: PublishBundle,
        clock: Clock,
      ) => new ApproveBundle({ bundles, unitOfWork, outbox, propose, publish, clock }),
    },
    {
      provide: RollBack,
      inject: [BUNDLES, DATA_SOURCE, ProposeBundle],
      useFactory: (bundles: BundleStore, sql: Sql, propose: ProposeBundle) =>
        new RollBack(bundles, sql, propose),
    },
  ];
}
