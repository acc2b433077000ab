import type { DiscoveredAccount } from '@trivium/revocation';
import type { PostgresTarget } from './postgres.config.js';
import { heldBy } from './role.js';
import type { AdminSessions } from './admin-sessions.js';
import type { Database } from './session.js';

const pageSize = 500;

interface FoundRole {
  readonly name: string;
  readonly enabled: boolean;
  readonly sessions: number;
}

/** Roles that may log in, and those that may not and are no group for others; the server's own are left out. */
const pageQuery = `
  SELECT r.rolname AS name, r.rolcanlogin AS enabled,
    (SELECT count(*)::int FROM pg_stat_activity a WHERE a.usesysid = r.oid) AS sessions
  FROM pg_roles r
  WHERE r.rolname > $1 AND r.rolname NOT LIKE 'pg\\_%' AND (r.rolcanlogin OR NOT EXISTS (
    SELECT FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member
    WHERE m.roleid = r.oid AND u.rolname <> current_user))
  ORDER BY r.rolname LIMIT ${pageSize}`;

/** Page by page, each in a session of its own: a slow reader holds none. */
export async function* discoverRoles(
  target: PostgresTarget,
  admin: AdminSessions,
  signal: AbortSignal,
): AsyncGenerator<DiscoveredAccount> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(target.timeoutMs)]);
    const page = await admin.run(limited, (database) => readPage(database, from));
    yield* page;
    after = page.length === pageSize ? page.at(-1)?.name : undefined;
  }
}

async function readPage(database: Database, after: string): Promise<readonly DiscoveredAccount[]> {
  const { rows } = await database.query<FoundRole>(pageQuery, [after]);
  const held = Map.groupBy(
    await heldBy(
      database,
      rows.map(({ name }) => name),
    ),
    ({ account }) => account,
  );
  return rows.map((row) => ({
    ...row,
    entitlements: (held.get(row.name) ?? []).map(({ entitlement }) => entitlement),
  }));
}
