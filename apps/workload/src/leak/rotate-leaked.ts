import type { EventData, secretLeakedV1 } from '@trivium/contracts';
import { newFindingId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import { concernedBy, type Suspect } from '../credential/credential.js';
import type { CredentialStore } from '../credential/credential.store.js';
import type { Nhi } from '../registration/nhi.js';
import type { NhiStore } from '../registration/nhi.store.js';
import type { FindingStore } from './finding.store.js';

export type SecretLeaked = EventData<typeof secretLeakedV1>;

/** A scanner found a secret in the open: what was derived from it is denied at once, then it is replaced and the old one tried. */
export class RotateLeaked {
  constructor(
    private readonly nhis: NhiStore,
    private readonly credentials: CredentialStore,
    private readonly findings: FindingStore,
    private readonly road: Pick<RoadRevocation, 'accounts' | 'order' | 'announce'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Harmless while a rotation is under way: the credential is not rotated twice for one leak. */
  async execute(tx: Transaction, event: SecretLeaked, causeId: string): Promise<void> {
    const nhis = await this.nhis.inRepository(tx, event.repository);
    const suspects = await this.credentials.suspects(
      tx,
      nhis.map(({ nhiId }) => nhiId),
    );
    const concerned = concernedBy(event, suspects);
    for (const credential of concerned) {
      const nhi = nhis.find(({ nhiId }) => nhiId === credential.nhiId);
      if (nhi) await this.#rotate(tx, event, credential, nhi, causeId);
    }
    if (concerned.length === 0) await this.findings.open(tx, { ...this.#finding(event), credentialId: null });
    await this.#record(tx, event, causeId, concerned.length);
  }

  async #rotate(
    tx: Transaction,
    event: SecretLeaked,
    credential: Suspect,
    nhi: Nhi,
    causeId: string,
  ): Promise<void> {
    const { credentialId, generation, state } = credential;
    await this.findings.open(tx, { ...this.#finding(event), credentialId });
    if (state === 'rotating') return;
    const accounts = (await this.road.accounts.ofOwner(tx, credentialId)).filter(
      (account) => account.state !== 'ended',
    );
    await this.credentials.rotating(tx, credentialId);
    const eventAt = new Date(event.receivedAt);
    await this.road.order.execute(tx, {
      subject: { id: credentialId, kind: 'credential', label: nhi.name },
      reason: 'secret-leaked',
      links: [{ id: credentialId, generation }],
      chain: [
        { id: nhi.nhiId, generation: nhi.generation },
        { id: credentialId, generation },
      ],
      accounts: accounts.map((account) => ({ account, act: 'rotate' })),
      eventAt,
      causeId,
      owner: nhi.ownerId,
      deadline: new Date(eventAt.getTime() + this.model.roads.workload.revocation.deadline),
      policyVersion: this.model.version,
      actor: { id: event.source, kind: 'feed' },
    });
  }

  #finding({ source, repository, alertNumber, secretType }: SecretLeaked) {
    return {
      findingId: newFindingId(),
      source,
      repository,
      alertNumber,
      secretType,
      openedAt: this.clock.now(),
    };
  }

  #record(tx: Transaction, event: SecretLeaked, causeId: string, concerned: number): Promise<void> {
    const { source, repository, alertNumber, secretType } = event;
    const entry = {
      action: 'secret.leaked',
      outcome: concerned > 0 ? ('success' as const) : ('ignored' as const),
      actor: { id: source, kind: 'feed' as const },
      subject: { id: `${source}:${repository}`, kind: 'repository', label: repository },
      reason: concerned > 0 ? 'rotated-at-once' : 'no-credential-of-ours',
      detail: { alertNumber, secretType, credentials: concerned },
    };
    return this.road.announce.recorded(tx, [entry], {
      at: this.clock.now(),
      causeId,
      policyVersion: this.model.version,
    });
  }
}
