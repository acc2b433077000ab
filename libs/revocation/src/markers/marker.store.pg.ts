import type { Link } from '@trivium/identity';
import type { Sql, Transaction, UnitOfWork } from '@trivium/persistence';
import type { Marker } from './marker-cache.js';
import type { MarkerStore } from './marker.store.js';

const lockKey = `hashtext('markers:' || current_schema())`;
const pageSize = 2_000;
const columns = `link_id AS "linkId", denied_up_to AS "deniedUpTo", expires_at AS "expiresAt"`;

export class PgMarkerStore implements MarkerStore {
  constructor(
    private readonly sql: Sql,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  deny(tx: Transaction, links: readonly Link[], at: Date, expiresAt: Date): Promise<readonly Marker[]> {
    return tx.query<Marker[]>(
      `WITH writer AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(${lockKey}))
       INSERT INTO marker AS m (link_id, denied_up_to, contained_at, expires_at)
       SELECT l.id, max(l.generation), $2, $3 FROM writer, jsonb_to_recordset($1::jsonb) AS l(id text, generation int) GROUP BY l.id ORDER BY l.id
       ON CONFLICT (link_id) DO UPDATE SET denied_up_to = greatest(m.denied_up_to, excluded.denied_up_to), expires_at = greatest(m.expires_at, excluded.expires_at)
       RETURNING ${columns}`,
      [JSON.stringify(links), at, expiresAt],
    );
  }

  async barrier(): Promise<void> {
    await this.unitOfWork.run((tx) => tx.query(`SELECT pg_advisory_xact_lock(${lockKey})`));
  }

  async *live(now: Date): AsyncIterable<readonly Marker[]> {
    for (let after = ''; ;) {
      const page: Marker[] = await this.sql.query<Marker[]>(
        `SELECT ${columns} FROM marker WHERE link_id > $1 AND expires_at > $2 ORDER BY link_id LIMIT ${pageSize}`,
        [after, now],
      );
      if (page.length > 0) yield page;
      if (page.length < pageSize) return;
      after = page.at(-1)?.linkId ?? after;
    }
  }

  async forgetExpired(now: Date): Promise<void> {
    await this.sql.query('DELETE FROM marker WHERE expires_at < $1', [now]);
  }
}
