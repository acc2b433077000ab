import { Outbox } from '@trivium/bus';
import { sealerFrom } from '@trivium/credentials';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { MarkerCache, PgMarkerStore } from '@trivium/revocation';
import { CLOCK, LOGGER, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import type { Logger } from '@trivium/telemetry';
import type { Provider } from '@nestjs/common';
import { denialSeconds } from '../../access-request/denial.js';
import type { DecisionConfig } from '../../decision.config.js';
import { TOKEN_KEYS } from '../../decision.tokens.js';
import { accessTokenAlgorithm } from '../access-token.js';
import { BringNextKey } from './bring-next-key.js';
import type { KeySchedule } from './key-schedule.js';
import { MakeTokenKey } from './make-token-key.js';
import { RotateSigningKey } from './rotate-signing-key.js';
import { PgTokenKeyStore } from './token-key.store.pg.js';
import { TokenKeys } from './token-keys.js';
import { WithdrawSigningKey } from './withdraw-signing-key.js';

/** The keys of access tokens: on a schedule, and by an administrator's order. */
export function keyProviders(config: DecisionConfig): Provider[] {
  return [
    {
      provide: PgTokenKeyStore,
      inject: [DATA_SOURCE],
      useFactory: (sql: Sql) => new PgTokenKeyStore(sql, accessTokenAlgorithm),
    },
    { provide: MakeTokenKey, useFactory: () => new MakeTokenKey(sealerFrom(config), accessTokenAlgorithm) },
    {
      provide: TOKEN_KEYS,
      inject: [PgTokenKeyStore, MakeTokenKey, GOVERNANCE, CLOCK, LOGGER],
      useFactory: async (
        store: PgTokenKeyStore,
        make: MakeTokenKey,
        model: GovernanceModel,
        clock: Clock,
        log: Logger,
      ) => {
        const schedule = scheduleOf(config, model);
        const ring = new TokenKeys({ store, make, sealer: sealerFrom(config), schedule, clock, log });
        await ring.refresh();
        return ring;
      },
    },
    {
      provide: BringNextKey,
      inject: [PgTokenKeyStore, MakeTokenKey],
      useFactory: (...parts: ConstructorParameters<typeof BringNextKey>) => new BringNextKey(...parts),
    },
    ...orders(),
  ];
}

const day = 24 * 3_600_000;

/** The next key is known for an hour before it signs; a former one for as long as any token lives, and a little longer. */
function scheduleOf(config: DecisionConfig, { roads }: GovernanceModel): KeySchedule {
  const lives = [
    config.TRIVIUM_TOKEN_SECONDS * 1_000,
    roads.workforce.person.tokenTtl,
    roads.agent.task.defaultTtl,
    denialSeconds * 1_000,
  ];
  const margin = 300_000;
  return {
    period: config.TRIVIUM_SIGNING_KEY_DAYS * day,
    lead: day / 24,
    keep: Math.max(...lives) + margin,
  };
}

function orders(): Provider[] {
  return [
    {
      provide: RotateSigningKey,
      inject: [PgTokenKeyStore, BringNextKey, UNIT_OF_WORK, Outbox, TOKEN_KEYS, CLOCK],
      useFactory: (
        store: PgTokenKeyStore,
        next: BringNextKey,
        unitOfWork: UnitOfWork,
        outbox: Outbox,
        ring: TokenKeys,
        clock: Clock,
      ) => new RotateSigningKey({ store, next, unitOfWork, outbox, ring, clock }),
    },
    {
      provide: WithdrawSigningKey,
      inject: [
        PgTokenKeyStore,
        BringNextKey,
        PgMarkerStore,
        MarkerCache,
        UNIT_OF_WORK,
        Outbox,
        TOKEN_KEYS,
        CLOCK,
      ],
      useFactory: (
        store: PgTokenKeyStore,
        next: BringNextKey,
        markers: PgMarkerStore,
        cache: MarkerCache,
        unitOfWork: UnitOfWork,
        outbox: Outbox,
        ring: TokenKeys,
        clock: Clock,
      ) => new WithdrawSigningKey({ store, next, markers, cache, unitOfWork, outbox, ring, clock }),
    },
  ];
}
