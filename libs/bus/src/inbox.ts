import type { Sql } from '@trivium/persistence';

/** Remembers in the effect's own transaction which events had their effect, so the second delivery has none. */
export async function rememberNew(
  tx: Sql,
  consumer: string,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ event_id: string }[]>(
    `INSERT INTO inbox (consumer, event_id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING RETURNING event_id`,
    [consumer, [...new Set(eventIds)]],
  );
  return new Set(rows.map((row) => row.event_id));
}

/** Forgets what is older than any redelivery can be; run it now and then. */
export async function forgetOld(sql: Sql, olderThan: Date): Promise<void> {
  await sql.query('DELETE FROM inbox WHERE received_at < $1', [olderThan]);
}
