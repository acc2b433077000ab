import { nhiOrphanedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { NhiStore } from '../registration/nhi.store.js';
import type { Owner, OwnerStore } from './owner.store.js';

/** An owner left: their services work on, but each needs a new owner before its deadline. */
export class OrphanNhis {
  constructor(
    private readonly nhis: NhiStore,
    private readonly owners: OwnerStore,
    private readonly outbox: Outbox,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Harmless the second time: only what is active is flagged. */
  async execute(
    tx: Transaction,
    { personId: formerOwnerId, generation }: Omit<Owner, 'gone'>,
    causeId: string,
  ): Promise<void> {
    await this.owners.saw(tx, { personId: formerOwnerId, generation, gone: true });
    const now = this.clock.now();
    const deadline = new Date(now.getTime() + this.model.roads.workload.nhi.ownerlessDeadline);
    const how = { time: now, causationId: causeId, policyVersion: this.model.version };
    const orphans = await this.nhis.orphan(tx, formerOwnerId, deadline);
    const facts = orphans.map(({ nhiId, name }) => ({
      nhiId,
      name,
      formerOwnerId,
      orphanedAt: now.toISOString(),
      deadline: deadline.toISOString(),
    }));
    await this.outbox.appendAll(
      tx,
      facts.map((fact) => this.outbox.prepare(nhiOrphanedV1, fact, how)),
    );
    const entries = orphans.map(({ nhiId, name }) => ({
      action: 'nhi.orphaned',
      outcome: 'success' as const,
      actor: { id: formerOwnerId, kind: 'person' as const },
      subject: { id: nhiId, kind: 'nhi', label: name },
      detail: { deadline: deadline.toISOString() },
    }));
    await this.road.announce.recorded(tx, entries, { at: now, causeId, policyVersion: this.model.version });
  }
}
