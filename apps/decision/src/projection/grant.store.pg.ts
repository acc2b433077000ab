import { formatLink, parseChain } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { AccessGrant } from './access-grant.js';
import type { GrantChanges, GrantStore } from './grant.store.js';
import type { GrantChange } from './resident-grants.js';

interface Row {
  readonly grant_id: string;
  readonly subject_id: string;
  readonly chain: string[];
  readonly action: string;
  readonly resource_type: string;
  readonly resource_id: string;
  readonly granted_at: Date;
  readonly expires_at: Date | null;
  readonly ended_at: Date | null;
}

const columns =
  'grant_id, subject_id, chain, action, resource_type, resource_id, granted_at, expires_at, ended_at';
const pageSize = 5_000;

export class PgGrantStore implements GrantStore {
  constructor(private readonly sql: Sql) {}

  async granted(tx: Transaction, grant: AccessGrant): Promise<void> {
    const { grantId, subjectId, chain, action, resource, grantedAt, expiresAt } = grant;
    await tx.query(
      `INSERT INTO access_grant AS g (grant_id, subject_id, chain, action, resource_type, resource_id, granted_at, expires_at, written_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, pg_current_xact_id())
       ON CONFLICT (grant_id) DO UPDATE SET chain = excluded.chain, action = excluded.action, resource_type = excluded.resource_type,
         resource_id = excluded.resource_id, granted_at = excluded.granted_at, expires_at = excluded.expires_at, written_by = excluded.written_by
       WHERE g.ended_at IS NULL AND g.granted_at <= excluded.granted_at`,
      [
        grantId,
        subjectId,
        chain.map(formatLink),
        action,
        resource.type,
        resource.id,
        grantedAt,
        expiresAt ?? null,
      ],
    );
  }

  async ended(tx: Transaction, end: { grantId: string; subjectId: string; endedAt: Date }): Promise<void> {
    await tx.query(
      `INSERT INTO access_grant (grant_id, subject_id, ended_at, written_by) VALUES ($1, $2, $3, pg_current_xact_id())
       ON CONFLICT (grant_id) DO UPDATE SET ended_at = excluded.ended_at, written_by = excluded.written_by
       WHERE access_grant.ended_at IS NULL`,
      [end.grantId, end.subjectId, end.endedAt],
    );
  }

  async horizon(): Promise<string> {
    const rows = await this.sql.query<{ horizon: string }[]>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon',
    );
    return rows[0]?.horizon ?? '0';
  }

  async *held(): AsyncIterable<readonly GrantChange[]> {
    for (let after = ''; ;) {
      const rows = await this.sql.query<Row[]>(
        `SELECT ${columns} FROM access_grant WHERE grant_id > $1 AND ended_at IS NULL ORDER BY grant_id LIMIT ${pageSize}`,
        [after],
      );
      if (rows.length > 0) yield rows.map(changeOf);
      after = rows.at(-1)?.grant_id ?? after;
      if (rows.length < pageSize) return;
    }
  }

  /** Whatever ran when the horizon was taken has an id at or above it, so a slow transaction is not overlooked. One statement, one snapshot. */
  async changesSince(horizon: string): Promise<GrantChanges> {
    const rows = await this.sql.query<(Row & { horizon: string })[]>(
      `SELECT now_at.horizon, g.* FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon) now_at
       LEFT JOIN (SELECT ${columns}, written_by FROM access_grant) g ON g.written_by >= $1::xid8`,
      [horizon],
    );
    const changed = rows.filter((row) => row.grant_id !== null);
    return { horizon: rows[0]?.horizon ?? horizon, changes: changed.map(changeOf) };
  }

  async forget(before: Date): Promise<void> {
    await this.sql.query('DELETE FROM access_grant WHERE ended_at < $1 OR expires_at < $1', [before]);
  }
}

function changeOf(row: Row): GrantChange {
  const { grant_id: grantId, subject_id: subjectId } = row;
  if (row.ended_at) return { state: 'ended', grantId, subjectId };
  const grant: AccessGrant = {
    grantId,
    subjectId,
    chain: parseChain(row.chain),
    action: row.action,
    resource: { type: row.resource_type, id: row.resource_id },
    grantedAt: row.granted_at,
    ...(row.expires_at && { expiresAt: row.expires_at }),
  };
  return { state: 'held', grant };
}
