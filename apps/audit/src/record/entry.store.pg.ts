import type { AuditEntry } from '@trivium/contracts';
import type { Sql, Transaction } from '@trivium/persistence';
import type { EntryFilter, EntryStore, RecordedEntry } from './entry.store.js';

interface Row {
  readonly seq: string;
  readonly recorded_at: Date;
  readonly body: AuditEntry;
}

export class PgEntryStore implements EntryStore {
  constructor(private readonly pool: Sql) {}

  async append(tx: Transaction, entry: AuditEntry, recordedAt: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO entry (entry_id, at, recorded_at, subject_id, revocation_id, body) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (entry_id) DO NOTHING RETURNING seq`,
      [entry.entryId, entry.at, recordedAt, entry.subject.id, entry.revocationId, entry],
    );
    return rows.length > 0;
  }

  async list({ subject, revocationId, limit, before }: EntryFilter): Promise<readonly RecordedEntry[]> {
    const rows = await this.pool.query<Row[]>(
      `SELECT seq, recorded_at, body FROM entry
       WHERE ($1::text IS NULL OR subject_id = $1) AND ($2::text IS NULL OR revocation_id = $2) AND ($3::bigint IS NULL OR seq < $3)
       ORDER BY seq DESC LIMIT $4`,
      [subject, revocationId, before, limit],
    );
    return rows.map(({ seq, recorded_at, body }) => ({
      ...body,
      seq: Number(seq),
      recordedAt: recorded_at.toISOString(),
    }));
  }
}
