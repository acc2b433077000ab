import {
  agentRevocationAdvancedV1,
  entryRecordedV1,
  workforceRevocationAdvancedV1,
  workloadRevocationAdvancedV1,
  type AuditEntry,
  type RevocationView,
} from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import type { Outbox } from '@trivium/bus';
import type { Transaction } from '@trivium/persistence';
import { trace } from '@opentelemetry/api';
import { randomUUID } from 'node:crypto';

const advanced = {
  workforce: workforceRevocationAdvancedV1,
  workload: workloadRevocationAdvancedV1,
  agent: agentRevocationAdvancedV1,
} as const;

export interface Announcement {
  readonly at: Date;
  readonly causeId?: string;
  readonly policyVersion: string;
}

/** An audit entry before the facts that are the same for all of a service's entries. */
export type Said = Omit<AuditEntry, 'entryId' | 'at' | 'service' | 'road' | 'traceId' | 'policyVersion'>;

/** Says what became true, on the road's own lane and for the record, in the transaction that made it true. */
export class Announce {
  constructor(
    private readonly road: Road,
    private readonly outbox: Outbox,
  ) {}

  async advanced(
    tx: Transaction,
    view: RevocationView,
    entries: readonly Said[],
    how: Announcement,
  ): Promise<void> {
    await this.outbox.appendAll(tx, [
      this.outbox.prepare(advanced[this.road], view, circumstances(how)),
      ...entries.map((said) => this.#entry(said, how)),
    ]);
  }

  async recorded(tx: Transaction, entries: readonly Said[], how: Announcement): Promise<void> {
    await this.outbox.appendAll(
      tx,
      entries.map((said) => this.#entry(said, how)),
    );
  }

  #entry(said: Said, how: Announcement) {
    const traceId = trace.getActiveSpan()?.spanContext().traceId;
    const entry: AuditEntry = {
      ...said,
      entryId: randomUUID(),
      at: how.at.toISOString(),
      service: this.road,
      road: this.road,
      policyVersion: how.policyVersion,
      ...(traceId && { traceId }),
    };
    return this.outbox.prepare(entryRecordedV1, entry, circumstances(how));
  }
}

function circumstances({ at, causeId, policyVersion }: Announcement) {
  return { time: at, policyVersion, ...(causeId && { causationId: causeId }) };
}
