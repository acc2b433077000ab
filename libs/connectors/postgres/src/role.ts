import type { Database } from './session.js';

export interface Role {
  readonly oid: string;
  readonly canLogin: boolean;
  readonly sessions: number;
  /** Groups that the role is a member of. */
  readonly memberships: number;
  /** What it owns and is granted: on shared objects and in the databases that the administrator may enter. */
  readonly dependencies: number;
}

const reachable = `(d.dbid = 0 OR EXISTS (SELECT FROM pg_database b
  WHERE b.oid = d.dbid AND b.datallowconn AND has_database_privilege(b.oid, 'CONNECT')))`;

const roleQuery = `
  SELECT r.oid::text, r.rolcanlogin AS "canLogin",
    (SELECT count(*)::int FROM pg_stat_activity a WHERE a.usesysid = r.oid) AS sessions,
    (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,
    (SELECT count(*)::int FROM pg_shdepend d
      WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid AND ${reachable}) AS dependencies
  FROM pg_roles r WHERE r.rolname = $1`;

export async function findRole(database: Database, name: string): Promise<Role | undefined> {
  const { rows } = await database.query<Role>(roleQuery, [name]);
  return rows[0];
}

/** Nobody logs in as it, nobody is in, and it holds nothing. */
export function isEnded(role: Role): boolean {
  return !role.canLogin && role.sessions === 0 && role.memberships === 0 && role.dependencies === 0;
}

/** Serialises acts on one account for as long as this session lives, whichever process they come from. */
export async function lockAccount(database: Database, name: string): Promise<void> {
  await database.query(`SELECT pg_advisory_lock(hashtext('trivium.account'), hashtext($1))`, [name]);
}

export interface Held {
  readonly account: string;
  readonly entitlement: string;
}

const heldQuery = `
  SELECT r.rolname AS account, h.entitlement FROM pg_roles r CROSS JOIN LATERAL (
    SELECT 'role:' || g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid
    UNION
    SELECT 'database:' || datname || ':connect' FROM pg_database, aclexplode(datacl) a
      WHERE a.grantee = r.oid AND a.privilege_type = 'CONNECT'
    UNION
    SELECT 'schema:' || nspname || ':usage' FROM pg_namespace, aclexplode(nspacl) a
      WHERE a.grantee = r.oid AND a.privilege_type = 'USAGE'
    UNION
    SELECT 'table:' || nspname || '.' || relname || ':' || lower(a.privilege_type)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(relacl) a
      WHERE a.grantee = r.oid AND c.relowner <> r.oid AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
        AND a.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  ) h(entitlement) WHERE r.rolname = ANY ($1)`;

/** The entitlements that these roles hold now, as far as the grammar can say them; see {@link Entitlement}. */
export async function heldBy(database: Database, names: readonly string[]): Promise<readonly Held[]> {
  const { rows } = await database.query<Held>(heldQuery, [names]);
  return rows;
}
