import { Outbox } from '@trivium/bus';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import type { RunningModel } from '@trivium/policy';
import type { ChainReader } from '@trivium/revocation';
import { CLOCK, LOGGER, longRunning, type Clock } from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import type { Provider } from '@nestjs/common';
import { DENIALS } from '../authzen/denials.js';
import { issuerOf, type DecisionConfig } from '../decision.config.js';
import { CHAINS, TOKEN_KEYS } from '../decision.tokens.js';
import type { TokenKeys } from '../oauth/keys/token-keys.js';
import { ResidentGrants } from '../projection/resident-grants.js';
import { AccessRequestController } from './access-request.controller.js';
import type { AccessRequestStore } from './access-request.store.js';
import { PgAccessRequestStore } from './access-request.store.pg.js';
import { ACCESS_REQUESTS, addressesAt, REQUEST_ADDRESSES } from './access-request.tokens.js';
import type { ActParts } from './act-parts.js';
import { ApprovalsController } from './approvals.controller.js';
import { ApproveRequest } from './approve-request.js';
import { CancelRequest } from './cancel-request.js';
import { DenialTokens } from './denial-tokens.js';
import { DenyRequest } from './deny-request.js';
import { ExpireRequests } from './expire-requests.js';
import { ExpireRequestsRegularly } from './expire-requests.task.js';
import { KnownIdentities } from './known-identities.js';
import { OfferRequest } from './offer-request.js';
import { SubmitRequest } from './submit-request.js';

/** What an act on a request needs (`ActParts`). */
const ACT = Symbol('ActParts');
const day = 24 * 3_600_000;

export const accessRequestControllers = [AccessRequestController, ApprovalsController];

/** Access that was denied: asked for by whoever was told that it may, decided by those whom the model names. */
export function accessRequestProviders(config: DecisionConfig): Provider[] {
  return [...shared(config), ...ofCallers(config), ...ofDeciders()];
}

function shared(config: DecisionConfig): Provider[] {
  const issuer = issuerOf(config);
  const addresses = addressesAt(issuer);
  return [
    { provide: REQUEST_ADDRESSES, useValue: addresses },
    {
      provide: ACCESS_REQUESTS,
      inject: [DATA_SOURCE],
      useFactory: (sql: Sql) => new PgAccessRequestStore(sql),
    },
    {
      provide: ACT,
      inject: [ACCESS_REQUESTS, UNIT_OF_WORK, Outbox, GOVERNANCE, CLOCK],
      useFactory: (
        store: AccessRequestStore,
        unitOfWork: UnitOfWork,
        outbox: Outbox,
        model: RunningModel,
        clock: Clock,
      ): ActParts => ({ store, unitOfWork, outbox, model, clock }),
    },
    {
      provide: KnownIdentities,
      inject: [ResidentGrants, CHAINS, CLOCK],
      useFactory: (grants: ResidentGrants, chains: ChainReader, clock: Clock) =>
        new KnownIdentities(grants, chains, clock),
    },
    {
      provide: DenialTokens,
      inject: [TOKEN_KEYS, CLOCK],
      useFactory: (keys: TokenKeys, clock: Clock) =>
        new DenialTokens(keys, issuer, addresses.endpoint, clock),
    },
  ];
}

function ofCallers(config: DecisionConfig): Provider[] {
  const { endpoint, schema: schemaUrl } = addressesAt(issuerOf(config));
  const taskLife = config.TRIVIUM_ACCESS_REQUEST_DAYS * day;
  return [
    {
      provide: DENIALS,
      inject: [ACT, KnownIdentities, DenialTokens, DATA_SOURCE],
      useFactory: (
        { store, model, clock }: ActParts,
        identities: KnownIdentities,
        tokens: DenialTokens,
        sql: Sql,
      ) => new OfferRequest({ identities, model, tokens, approvals: store, sql, clock, endpoint, schemaUrl }),
    },
    {
      provide: SubmitRequest,
      inject: [ACT, KnownIdentities, DenialTokens, DATA_SOURCE],
      useFactory: (act: ActParts, identities: KnownIdentities, tokens: DenialTokens, sql: Sql) =>
        new SubmitRequest({ ...act, identities, tokens, sql, taskLife }),
    },
    { provide: CancelRequest, inject: [ACT], useFactory: (act: ActParts) => new CancelRequest(act) },
  ];
}

function ofDeciders(): Provider[] {
  return [
    {
      provide: ApproveRequest,
      inject: [ACT, KnownIdentities],
      useFactory: (act: ActParts, identities: KnownIdentities) => new ApproveRequest({ ...act, identities }),
    },
    { provide: DenyRequest, inject: [ACT], useFactory: (act: ActParts) => new DenyRequest(act) },
    {
      provide: ExpireRequestsRegularly,
      inject: [ACT, LOGGER],
      useFactory: (act: ActParts, log: ConstructorParameters<typeof ExpireRequestsRegularly>[1]) =>
        new ExpireRequestsRegularly(new ExpireRequests(act), log),
    },
    longRunning('access requests', ExpireRequestsRegularly),
  ];
}
