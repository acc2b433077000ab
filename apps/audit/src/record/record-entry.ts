import { ocsfPublishedV1, type AuditEntry } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { Transaction } from '@trivium/persistence';
import type { Clock } from '@trivium/runtime';
import { toOcsf } from '../ocsf/to-ocsf.js';
import type { EntryStore } from './entry.store.js';

/** Keeps what a service said for the record, and says it to the SOC in its own words. */
export class RecordEntry {
  constructor(
    private readonly entries: EntryStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** An entry is recorded and published once, however often it arrives. */
  async execute(tx: Transaction, entry: AuditEntry, causeId: string): Promise<void> {
    const now = this.clock.now();
    if (!(await this.entries.append(tx, entry, now))) return;
    await this.outbox.append(tx, ocsfPublishedV1, toOcsf(entry, now), { time: now, causationId: causeId });
  }
}
