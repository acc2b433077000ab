import type { EventData, secretLeakedV1 } from '@trivium/contracts';
import { newFindingId, type CredentialId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { EndingAccount, RoadRevocation } from '@trivium/revocation';
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

  /**
   * Harmless while a rotation is under way, and after it: scanners tell the same alert again (leaked publicly, found valid, opened
   * again), and its secret was seen refused already.
   */
  async execute(tx: Transaction, event: SecretLeaked, causeId: string): Promise<void> {
    const nhis = await this.nhis.inRepository(tx, event.repository);
    const suspects = await this.credentials.suspects(
      tx,
      nhis.map(({ nhiId }) => nhiId),
    );
    const concerned = concernedBy(event, suspects);
    let rotated = 0;
    for (const credential of concerned) {
      const nhi = nhis.find(({ nhiId }) => nhiId === credential.nhiId);
      if (nhi && (await this.#isNews(tx, event, credential.credentialId))) {
        if (credential.state !== 'rotating') await this.#rotate(tx, event, credential, nhi, causeId);
        rotated += 1;
      }
    }
    if (concerned.length === 0) await this.#isNews(tx, event, null);
    await this.#record(tx, event, causeId, { concerned: concerned.length, rotated });
  }

  /** Opens a finding the first time; false when this alert was dealt with. */
  async #isNews(tx: Transaction, event: SecretLeaked, credentialId: CredentialId | null): Promise<boolean> {
    return (await this.findings.open(tx, { ...this.#finding(event), credentialId })) !== 'closed';
  }

  async #rotate(
    tx: Transaction,
    event: SecretLeaked,
    credential: Suspect,
    nhi: Nhi,
    causeId: string,
  ): Promise<void> {
    const { credentialId, generation } = credential;
    const eventAt = new Date(event.receivedAt);
    await this.road.order.execute(tx, {
      subject: { id: credentialId, kind: 'credential', label: nhi.name },
      reason: 'secret-leaked',
      links: [{ id: credentialId, generation }],
      chain: [
        { id: nhi.nhiId, generation: nhi.generation },
        { id: credentialId, generation },
      ],
      accounts: () => this.#accountsOf(tx, credential),
      eventAt,
      causeId,
      owner: nhi.ownerId,
      deadline: new Date(eventAt.getTime() + this.model.roads.workload.revocation.deadline),
      policyVersion: this.model.version,
      actor: { id: event.source, kind: 'feed' },
    });
    await this.credentials.rotating(tx, credentialId);
  }

  async #accountsOf(tx: Transaction, { credentialId }: Suspect): Promise<readonly EndingAccount[]> {
    const accounts = await this.road.accounts.ofOwner(tx, credentialId);
    return accounts.filter(({ state }) => state !== 'ended').map((account) => ({ account, act: 'rotate' }));
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

  #record(
    tx: Transaction,
    event: SecretLeaked,
    causeId: string,
    { concerned, rotated }: { readonly concerned: number; readonly rotated: number },
  ): Promise<void> {
    const { source, repository, alertNumber, secretType } = event;
    const already = concerned > 0 ? 'rotated-before' : 'no-credential-of-ours';
    const entry = {
      action: 'secret.leaked',
      outcome: rotated > 0 ? ('success' as const) : ('ignored' as const),
      actor: { id: source, kind: 'feed' as const },
      subject: { id: `${source}:${repository}`, kind: 'repository', label: repository },
      reason: rotated > 0 ? 'rotated-at-once' : already,
      detail: { alertNumber, secretType, credentials: concerned },
    };
    return this.road.announce.recorded(tx, [entry], {
      at: this.clock.now(),
      causeId,
      policyVersion: this.model.version,
    });
  }
}
