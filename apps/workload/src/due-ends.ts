import type { CredentialId, NhiId } from '@trivium/identity';
import type { UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { DueThings, RoadRevocation } from '@trivium/revocation';
import type { CredentialStore } from './credential/credential.store.js';
import type { EndCredential } from './credential/end-credential.js';
import type { NhiStore } from './registration/nhi.store.js';

const actor = { id: 'trivium', kind: 'system' } as const;

/** Credentials whose time to live is over. */
export class DueCredentials implements DueThings {
  constructor(
    private readonly credentials: CredentialStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly endCredential: EndCredential,
  ) {}

  find(limit: number, now: Date): Promise<readonly string[]> {
    return this.credentials.due(now, limit);
  }

  async settle(credentialId: string, now: Date): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.endCredential.execute(tx, credentialId as CredentialId, {
        reason: 'expired',
        actor,
        eventAt: now,
      }),
    );
  }
}

/** Identities that nobody took over in time are quarantined: all their credentials end. */
export class DueOwners implements DueThings {
  constructor(
    private readonly nhis: NhiStore,
    private readonly credentials: CredentialStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly endCredential: EndCredential,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly model: GovernanceModel,
  ) {}

  find(limit: number, now: Date): Promise<readonly string[]> {
    return this.nhis.ownerDue(now, limit);
  }

  async settle(id: string, now: Date): Promise<void> {
    const nhiId = id as NhiId;
    await this.unitOfWork.run(async (tx) => {
      const nhi = await this.nhis.lock(tx, nhiId);
      if (nhi?.state !== 'ownerless' || !nhi.ownerDeadline || nhi.ownerDeadline > now) return;
      await this.nhis.quarantine(tx, nhiId);
      const entry = {
        action: 'nhi.quarantined',
        outcome: 'success' as const,
        actor,
        subject: { id: nhiId, kind: 'nhi', label: nhi.name },
        reason: 'ownerless',
      };
      await this.road.announce.recorded(tx, [entry], { at: now, policyVersion: this.model.version });
      for (const { credentialId } of await this.credentials.ofNhi(tx, nhiId)) {
        await this.endCredential.execute(tx, credentialId, { reason: 'ownerless', actor, eventAt: now });
      }
    });
  }
}
