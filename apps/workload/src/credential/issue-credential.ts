import { newCredentialId } from '@trivium/identity';
import type { UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import { conflict, type Clock } from '@trivium/runtime';
import type { Nhi } from '../registration/nhi.js';
import type { NhiStore } from '../registration/nhi.store.js';
import { credentialAccountName, type Credential } from './credential.js';
import type { CredentialStore } from './credential.store.js';

export interface CredentialWish {
  readonly target: string;
  readonly entitlements: readonly string[];
  readonly secretTypes: readonly string[];
  /** Milliseconds. */
  readonly ttlMs: number;
}

/** Records what is wanted; it works once the target has given a secret that was tried. */
export class IssueCredential {
  constructor(
    private readonly credentials: CredentialStore,
    private readonly nhis: NhiStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly road: Pick<RoadRevocation, 'accounts' | 'announce' | 'nudge'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  async execute(
    nhi: Nhi,
    { target, entitlements, secretTypes, ttlMs }: CredentialWish,
    callerId: string,
  ): Promise<Credential> {
    const now = this.clock.now();
    const credentialId = newCredentialId();
    const credential: Credential = {
      credentialId,
      nhiId: nhi.nhiId,
      target,
      secretTypes,
      generation: 1,
      state: 'wanted',
      createdAt: now,
      expiresAt: new Date(now.getTime() + ttlMs),
    };
    await this.unitOfWork.run(async (tx) => {
      if ((await this.nhis.lock(tx, nhi.nhiId))?.state === 'quarantined')
        throw conflict('A quarantined identity is given nothing.');
      await this.credentials.insert(tx, credential);
      await this.road.accounts.want(
        tx,
        [
          {
            ownerId: credentialId,
            generation: 1,
            target,
            name: credentialAccountName(credentialId),
            entitlements,
          },
        ],
        now,
      );
      const entry = {
        action: 'credential.requested',
        outcome: 'success' as const,
        actor: { id: callerId, kind: 'caller' as const },
        subject: { id: credentialId, kind: 'credential', label: nhi.name },
        target,
      };
      await this.road.announce.recorded(tx, [entry], { at: now, policyVersion: this.model.version });
      tx.afterCommit(() => this.road.nudge([target]));
    });
    return credential;
  }
}
