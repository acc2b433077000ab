import { EffectNotProven } from '@trivium/revocation';
import pg from 'pg';
import { grantStatement, parseEntitlement, revokeStatement } from './entitlement.js';
import { findRole, heldBy, lockAccount } from './role.js';
import { inTransaction, type Database } from './session.js';

export interface RoleOrder {
  readonly target: string;
  readonly name: string;
  readonly entitlements: readonly string[];
}

/** A role that may log in and holds exactly the entitlements. One that could log in before keeps its password. */
export async function provisionRole(database: Database, order: RoleOrder): Promise<void> {
  await lockAccount(database, order.name);
  await inTransaction(database, async () => {
    await enable(database, order.name);
    await applyEntitlements(database, order);
  });
}

async function enable(database: Database, name: string): Promise<void> {
  const role = await findRole(database, name);
  if (!role) await database.query(`CREATE ROLE ${pg.escapeIdentifier(name)} LOGIN`);
  else if (!role.canLogin)
    await database.query(`ALTER ROLE ${pg.escapeIdentifier(name)} LOGIN PASSWORD NULL`);
}

async function applyEntitlements(database: Database, order: RoleOrder): Promise<void> {
  const held = await entitlementsOf(database, order.name);
  const wanted = new Set(order.entitlements);
  for (const text of without(held, wanted)) await run(database, text, order.name, revokeStatement);
  for (const text of without(wanted, held)) await run(database, text, order.name, grantStatement);
  // REVOKE passes over, without an error, what somebody else granted.
  const now = await entitlementsOf(database, order.name);
  const left = [...without(now, wanted), ...without(wanted, now)];
  if (left.length > 0) {
    throw new EffectNotProven(order.target, 'provision', `these entitlements differ: ${left.join(', ')}`);
  }
}

function without(all: Set<string>, some: Set<string>): readonly string[] {
  return [...all].filter((text) => !some.has(text));
}

async function entitlementsOf(database: Database, name: string): Promise<Set<string>> {
  return new Set((await heldBy(database, [name])).map(({ entitlement }) => entitlement));
}

async function run(
  database: Database,
  text: string,
  account: string,
  statement: typeof grantStatement,
): Promise<void> {
  const entitlement = parseEntitlement(text);
  if (entitlement) await database.query(statement(entitlement, account));
}
