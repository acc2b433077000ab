import { credentialId as credentialIdSchema, nhiId as nhiIdSchema } from '@trivium/contracts';
import type { Sql, Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { ClaimSecret, type Account, type RoadRevocation } from '@trivium/revocation';
import {
  badRequest,
  CLOCK,
  conflict,
  CurrentCaller,
  notFound,
  Roles,
  type Caller,
  type Clock,
} from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE, RoadAssertions, ROAD_REVOCATION, RoadTargets } from '@trivium/service';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import type { Nhi } from '../registration/nhi.js';
import { NHIS, type NhiStore } from '../registration/nhi.store.js';
import type { Credential } from './credential.js';
import { CREDENTIALS, type CredentialStore } from './credential.store.js';
import { IssueCredential } from './issue-credential.js';

const wish = z.strictObject({
  target: z.string().min(1).max(100),
  entitlements: z.array(z.string().min(1).max(200)).min(1).max(100),
  secretTypes: z.array(z.string().min(1).max(200)).max(20).default([]),
  /** Seconds. */
  ttl: z.int().min(1).optional(),
});
const ofNhi = z.object({ nhiId: nhiIdSchema });
const ofCredential = ofNhi.extend({ credentialId: credentialIdSchema });
const assertionSeconds = 60;

@Controller('nhis/:nhiId')
@Roles('admin', 'owner')
export class CredentialController {
  constructor(
    private readonly issueCredential: IssueCredential,
    private readonly claimSecret: ClaimSecret,
    private readonly assertions: RoadAssertions,
    private readonly targets: RoadTargets,
    @Inject(NHIS) private readonly nhis: NhiStore,
    @Inject(CREDENTIALS) private readonly credentials: CredentialStore,
    @Inject(ROAD_REVOCATION) private readonly road: RoadRevocation,
    @Inject(GOVERNANCE) private readonly model: GovernanceModel,
    @Inject(DATA_SOURCE) private readonly pool: Sql,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Asks for a credential at a target; it works when it is `active`, and ends by itself. */
  @Post('credentials')
  @HttpCode(202)
  async issue(
    @Param({ schema: ofNhi }) params: z.output<typeof ofNhi>,
    @Body({ schema: wish }) { ttl, ...wanted }: z.output<typeof wish>,
    @CurrentCaller() caller: Caller,
  ): Promise<Credential> {
    const nhi = await this.#nhi(params.nhiId);
    if (!this.targets.find(wanted.target))
      throw badRequest('The target is not configured.', [
        { pointer: '/target', detail: 'is no target of this road' },
      ]);
    const { defaultTtl, maxTtl } = this.model.roads.workload.nhi;
    const ttlMs = ttl === undefined ? defaultTtl : ttl * 1000;
    if (ttlMs > maxTtl)
      throw badRequest('The credential would live too long.', [
        { pointer: '/ttl', detail: `must be at most ${maxTtl / 1000} seconds` },
      ]);
    return this.issueCredential.execute(nhi, { ...wanted, ttlMs }, caller.subject);
  }

  /** One credential as it stands, with its account. */
  @Get('credentials/:credentialId')
  async find(
    @Param({ schema: ofCredential }) params: z.output<typeof ofCredential>,
  ): Promise<Credential & { readonly account: Account | undefined }> {
    const credential = await this.#credential(params);
    const accounts = await this.road.accounts.ofOwner(this.pool, credential.credentialId);
    return { ...credential, account: accounts.at(-1) };
  }

  /** The secret of a credential, once. */
  @Post('credentials/:credentialId/secret')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async secret(
    @Param({ schema: ofCredential }) params: z.output<typeof ofCredential>,
    @CurrentCaller() caller: Caller,
  ): Promise<{ readonly secret: string }> {
    const { credentialId } = await this.#credential(params);
    const account = (await this.road.accounts.ofOwner(this.pool, credentialId)).find(
      ({ state }) => state === 'active',
    );
    const secret =
      account &&
      (await this.claimSecret.execute(account.accountId, credentialId, (tx) =>
        this.#shown(tx, credentialId, account.target, caller),
      ));
    if (!secret) throw notFound('the credential does not work yet, is over, or its secret was shown before');
    return { secret: secret.reveal() };
  }

  /** An assertion over the identity and its newest credential, for the token endpoint (RFC 7523). */
  @Post('assertions')
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async assert(
    @Param({ schema: ofNhi }) params: z.output<typeof ofNhi>,
  ): Promise<{ readonly assertion: string; readonly expiresIn: number }> {
    const { nhiId, generation } = await this.#nhi(params.nhiId);
    const credential = (await this.credentials.ofNhi(this.pool, nhiId)).findLast(
      ({ state }) => state === 'active',
    );
    if (!credential) throw conflict('The identity has no credential that works.');
    const chain = [
      { id: nhiId, generation },
      { id: credential.credentialId, generation: credential.generation },
    ];
    return {
      assertion: await this.assertions.sign({ subject: nhiId, chain, expiresIn: assertionSeconds }),
      expiresIn: assertionSeconds,
    };
  }

  #shown(tx: Transaction, credentialId: string, target: string, { subject }: Caller): Promise<void> {
    const entry = {
      action: 'secret.shown',
      outcome: 'success' as const,
      actor: { id: subject, kind: 'caller' as const },
      subject: { id: credentialId, kind: 'credential' },
      target,
    };
    return this.road.announce.recorded(tx, [entry], {
      at: this.clock.now(),
      policyVersion: this.model.version,
    });
  }

  async #nhi(nhiId: Nhi['nhiId']): Promise<Nhi> {
    const nhi = await this.nhis.find(this.pool, nhiId);
    if (!nhi) throw notFound(`there is no non-human identity ${nhiId}`);
    return nhi;
  }

  async #credential({ nhiId, credentialId }: z.output<typeof ofCredential>): Promise<Credential> {
    const credential = await this.credentials.find(this.pool, credentialId);
    if (credential?.nhiId !== nhiId) throw notFound(`there is no credential ${credentialId} of ${nhiId}`);
    return credential;
  }
}
