import { workloadAccessEndedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { CredentialId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RevocationOrder, RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { NhiStore } from '../registration/nhi.store.js';
import type { CredentialStore } from './credential.store.js';

export interface CredentialEnding {
  readonly reason: 'expired' | 'ownerless' | 'review' | 'unregistered';
  readonly actor: RevocationOrder['actor'];
  readonly eventAt: Date;
}

/** Ends a credential for good: everything derived from it is denied, its account is ended and tried. */
export class EndCredential {
  constructor(
    private readonly credentials: CredentialStore,
    private readonly nhis: NhiStore,
    private readonly road: Pick<RoadRevocation, 'accounts' | 'order'>,
    private readonly outbox: Outbox,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** False when it was over already. */
  async execute(
    tx: Transaction,
    credentialId: CredentialId,
    { reason, actor, eventAt }: CredentialEnding,
  ): Promise<boolean> {
    const now = this.clock.now();
    const ended = await this.credentials.end(tx, credentialId, reason, now);
    const nhi = ended && (await this.nhis.find(tx, ended.nhiId));
    if (!ended || !nhi) return false;
    const accounts = await this.road.accounts.ending(tx, [credentialId]);
    await this.road.order.execute(tx, {
      subject: { id: credentialId, kind: 'credential', label: nhi.name },
      reason,
      links: [{ id: credentialId, generation: ended.generation }],
      chain: [
        { id: nhi.nhiId, generation: nhi.generation },
        { id: credentialId, generation: ended.generation },
      ],
      accounts: accounts.map((account) => ({ account, act: 'revoke' })),
      eventAt,
      owner: nhi.ownerId,
      deadline: new Date(eventAt.getTime() + this.model.roads.workload.revocation.deadline),
      policyVersion: this.model.version,
      actor,
    });
    const how = { time: now, policyVersion: this.model.version };
    await this.outbox.appendAll(
      tx,
      accounts.map(({ accountId }) =>
        this.outbox.prepare(
          workloadAccessEndedV1,
          { grantId: accountId, subjectId: credentialId, endedAt: now.toISOString() },
          how,
        ),
      ),
    );
    return true;
  }
}
