import pg from 'pg';
import type { Reach } from './admin-sessions.js';
import { inTransaction, type Database } from './session.js';

export interface Released {
  readonly objectsReassigned: number;
  readonly grantsRemoved: number;
  readonly databases: string;
  /** Databases with something of the role's that the administrator may not enter: a person has to look there. */
  readonly databasesNotReached: string;
}

interface Holder {
  readonly name: string;
  readonly oid: string;
}

interface Place {
  readonly database: string;
  readonly reachable: boolean;
}

/** Hands what the role owns to the target's `owner` and removes what it was granted, in each database that holds any of it. */
export async function releaseHoldings(
  { target, admin, signal }: Reach,
  home: Database,
  holder: Holder,
): Promise<Released> {
  const places = await placesOf(home, holder.oid, target.database);
  const release = (database: Database) => releaseIn(database, target.owner, holder);
  const reached = places.filter((place) => place.reachable).map((place) => place.database);
  const totals = { objectsReassigned: 0, grantsRemoved: 0 };
  for (const name of reached) {
    const counts = name === target.database ? await release(home) : await admin.runIn(name, signal, release);
    totals.objectsReassigned += counts.owned;
    totals.grantsRemoved += counts.granted;
  }
  const missed = places.filter((place) => !place.reachable).map((place) => place.database);
  return { ...totals, databases: reached.join(', '), databasesNotReached: missed.join(', ') };
}

async function placesOf(database: Database, oid: string, home: string): Promise<readonly Place[]> {
  const { rows } = await database.query<Place>(
    `SELECT DISTINCT b.datname AS database, b.datallowconn AND has_database_privilege(b.oid, 'CONNECT') AS reachable
       FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid OR (d.dbid = 0 AND b.datname = $2)
      WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = $1`,
    [oid, home],
  );
  return rows;
}

interface Counts {
  readonly owned: number;
  readonly granted: number;
}

async function releaseIn(database: Database, owner: string, holder: Holder): Promise<Counts> {
  const role = pg.escapeIdentifier(holder.name);
  return inTransaction(database, async () => {
    const counts = await countHoldings(database, holder.oid);
    // An administrator without superuser rights has to inherit the role for a moment; the transaction ends that again.
    const borrow = await mustBorrow(database, holder.oid);
    if (borrow) await database.query(`GRANT ${role} TO CURRENT_USER WITH INHERIT TRUE`);
    await database.query(`REASSIGN OWNED BY ${role} TO ${pg.escapeIdentifier(owner)}`);
    // Nothing is owned any more: what DROP OWNED still finds are privileges, whoever granted them.
    await database.query(`DROP OWNED BY ${role}`);
    if (borrow) await database.query(`REVOKE ${role} FROM CURRENT_USER GRANTED BY CURRENT_USER`);
    return counts;
  });
}

async function mustBorrow(database: Database, oid: string): Promise<boolean> {
  const { rows } = await database.query<{ inherits: boolean }>(
    `SELECT pg_has_role(current_user, $1::oid, 'USAGE') AS inherits`,
    [oid],
  );
  return rows[0]?.inherits !== true;
}

async function countHoldings(database: Database, oid: string): Promise<Counts> {
  const { rows } = await database.query<Counts>(
    `SELECT count(*) FILTER (WHERE deptype = 'o')::int AS owned, count(*) FILTER (WHERE deptype <> 'o')::int AS granted
       FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = $1
        AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))`,
    [oid],
  );
  return rows[0] ?? { owned: 0, granted: 0 };
}
