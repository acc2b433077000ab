import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from './session.js';

const perBackendMs = 1_000;
const settleMs = 20;

/**
 * Ends every session of the role and returns how many there were. A login that passed its check just before the door was shut shows up
 * in pg_stat_activity a moment later, so the room counts as empty when it was seen empty twice.
 */
export async function terminateSessions(
  database: Database,
  roleOid: string,
  signal: AbortSignal,
): Promise<number> {
  const ended = new Set<number>();
  for (let seenEmpty = 0; seenEmpty < 2;) {
    const found = await terminateOnce(database, roleOid);
    found.forEach((pid) => ended.add(pid));
    seenEmpty = found.length === 0 ? seenEmpty + 1 : 0;
    if (seenEmpty < 2) await delay(settleMs, undefined, { signal });
  }
  return ended.size;
}

async function terminateOnce(database: Database, roleOid: string): Promise<readonly number[]> {
  const { rows } = await database.query<{ pid: number }>(
    `SELECT pid, pg_terminate_backend(pid, ${perBackendMs}) FROM pg_stat_activity WHERE usesysid = $1`,
    [roleOid],
  );
  return rows.map(({ pid }) => pid);
}
