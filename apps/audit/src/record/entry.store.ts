import type { AuditEntry } from '@trivium/contracts';
import type { Transaction } from '@trivium/persistence';

export const ENTRIES = Symbol('Entries');

export interface EntryFilter {
  readonly subject?: string | undefined;
  readonly revocationId?: string | undefined;
  readonly limit: number;
  /** Sequence number below which to continue. */
  readonly before?: number | undefined;
}

export interface RecordedEntry extends AuditEntry {
  readonly seq: number;
  readonly recordedAt: string;
}

/** The record: it grows, and nothing in it changes. */
export interface EntryStore {
  /** False when an entry with this id is there already. */
  append(tx: Transaction, entry: AuditEntry, recordedAt: Date): Promise<boolean>;
  list(filter: EntryFilter): Promise<readonly RecordedEntry[]>;
}
