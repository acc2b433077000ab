import { EffectNotProven, type Revoked } from '@trivium/revocation';
import pg from 'pg';
import type { Reach } from './admin-sessions.js';
import type { PostgresTarget } from './postgres.config.js';
import { findRole, isEnded, lockAccount, type Role } from './role.js';
import { releaseHoldings } from './release-holdings.js';
import type { Database } from './session.js';
import { terminateSessions } from './terminate-sessions.js';

/** Shuts the door first, then empties the room: no new session can start while the open ones are ended. */
export function endRole(reach: Reach, name: string): Promise<Revoked> {
  const { target, admin, signal } = reach;
  return admin.run(signal, async (database) => {
    await lockAccount(database, name);
    const role = await findRole(database, name);
    if (!role || isEnded(role))
      return { outcome: 'already', evidence: { role: role ? 'NOLOGIN' : 'absent' } };
    await shut(database, name, role);
    const sessionsTerminated = await terminateSessions(database, role.oid, signal);
    const membershipsRemoved = await leaveGroups(database, name, role);
    const released = await releaseHoldings(reach, database, { name, oid: role.oid });
    await proveEnded(target, database, name);
    return {
      outcome: 'revoked',
      evidence: { role: 'NOLOGIN', sessionsTerminated, membershipsRemoved, ...released },
    };
  });
}

/** A repetition after a crash takes no login away twice; a password that somebody left behind a closed door goes all the same. */
async function shut(database: Database, name: string, { canLogin }: Role): Promise<void> {
  await database.query(`ALTER ROLE ${pg.escapeIdentifier(name)} ${canLogin ? 'NOLOGIN ' : ''}PASSWORD NULL`);
}

async function proveEnded(target: PostgresTarget, database: Database, name: string): Promise<void> {
  const role = await findRole(database, name);
  if (!role || isEnded(role)) return;
  const { canLogin, sessions, memberships, dependencies } = role;
  const found = JSON.stringify({ canLogin, sessions, memberships, dependencies });
  throw new EffectNotProven(target.name, 'revoke', `the role is left with ${found}`);
}

async function leaveGroups(database: Database, name: string, role: Role): Promise<number> {
  const { rows } = await database.query<{ group: string; grantor: string }>(
    `SELECT g.rolname AS "group", b.rolname AS grantor FROM pg_auth_members m
       JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles b ON b.oid = m.grantor WHERE m.member = $1`,
    [role.oid],
  );
  for (const { group, grantor } of rows) {
    const [from, what, by] = [name, group, grantor].map((identifier) => pg.escapeIdentifier(identifier));
    await database.query(`REVOKE ${what} FROM ${from} GRANTED BY ${by} CASCADE`);
  }
  return rows.length;
}
