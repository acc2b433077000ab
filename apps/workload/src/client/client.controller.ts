import { credentialId as credentialIdSchema, nhiId as nhiIdSchema } from '@trivium/contracts';
import { UNIT_OF_WORK, type Sql, type UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { triviumTarget } from '@trivium/revocation';
import {
  badRequest,
  CLOCK,
  conflict,
  CurrentCaller,
  notFound,
  Roles,
  unavailable,
  type Caller,
  type Clock,
} from '@trivium/runtime';
import { ClientNotRegistered, DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import { Body, Controller, Delete, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { CREDENTIALS, type CredentialStore } from '../credential/credential.store.js';
import { EndCredential } from '../credential/end-credential.js';
import type { Nhi } from '../registration/nhi.js';
import { NHIS, type NhiStore } from '../registration/nhi.store.js';
import { clientWish, type ClientWish } from './client-wish.js';
import { RegisterClient } from './register-client.js';

const ofNhi = z.object({ nhiId: nhiIdSchema });
const ofClient = ofNhi.extend({ credentialId: credentialIdSchema });

/** What a workload needs to know to ask the token endpoint. */
interface RegisteredClient {
  readonly clientId: string;
  readonly credentialId: string;
  readonly expiresAt: Date;
}

@Controller('nhis/:nhiId/clients')
@Roles('admin', 'owner')
export class ClientController {
  constructor(
    private readonly registerClient: RegisterClient,
    private readonly endCredential: EndCredential,
    @Inject(NHIS) private readonly nhis: NhiStore,
    @Inject(CREDENTIALS) private readonly credentials: CredentialStore,
    @Inject(GOVERNANCE) private readonly model: GovernanceModel,
    @Inject(DATA_SOURCE) private readonly pool: Sql,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Lets a workload ask the token endpoint in its own name, by its keys or by whom it is federated with. */
  @Post()
  @HttpCode(201)
  async register(
    @Param({ schema: ofNhi }) params: z.output<typeof ofNhi>,
    @Body({ schema: clientWish }) wish: z.output<typeof clientWish>,
    @CurrentCaller() caller: Caller,
  ): Promise<RegisteredClient> {
    const nhi = await this.#nhi(params.nhiId);
    if (nhi.kind !== 'workload_identity') throw conflict('Only a workload identity asks in its own name.');
    if (nhi.state === 'quarantined') throw conflict('A quarantined identity is given nothing.');
    const { credentialId, expiresAt } = await this.registerClient
      .execute(nhi, wish, this.#ttlOf(wish), caller.subject)
      .catch(notRegistered);
    return { clientId: nhi.nhiId, credentialId, expiresAt };
  }

  /** Ends the client: what was issued on it is dead when this returns. */
  @Delete(':credentialId')
  @HttpCode(204)
  async end(
    @Param({ schema: ofClient }) { nhiId, credentialId }: z.output<typeof ofClient>,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    const credential = await this.credentials.find(this.pool, credentialId);
    if (credential?.nhiId !== nhiId || credential.target !== triviumTarget)
      throw notFound(`there is no client ${credentialId} of ${nhiId}`);
    const actor = { id: caller.subject, kind: 'caller' as const };
    const ending = { reason: 'unregistered' as const, actor, eventAt: this.clock.now() };
    await this.unitOfWork.run((tx) => this.endCredential.execute(tx, credentialId, ending));
  }

  #ttlOf({ ttl }: ClientWish): number {
    const { defaultTtl, maxTtl } = this.model.roads.workload.nhi;
    const ttlMs = ttl === undefined ? defaultTtl : ttl * 1000;
    if (ttlMs > maxTtl)
      throw badRequest('The client would live too long.', [
        { pointer: '/ttl', detail: `must be at most ${maxTtl / 1000} seconds` },
      ]);
    return ttlMs;
  }

  async #nhi(nhiId: Nhi['nhiId']): Promise<Nhi> {
    const nhi = await this.nhis.find(this.pool, nhiId);
    if (!nhi) throw notFound(`there is no non-human identity ${nhiId}`);
    return nhi;
  }
}

function notRegistered(cause: unknown): never {
  if (!(cause instanceof ClientNotRegistered)) throw cause;
  throw unavailable(
    'The client could not be registered; nothing of it remains.',
    'ERR_CLIENT_NOT_REGISTERED',
    {
      cause,
    },
  );
}
