import { InvalidAccount, type AccountSpec } from '@trivium/revocation';
import { parseEntitlement, type Entitlement } from './entitlement.js';
import type { PostgresTarget } from './postgres.config.js';

/** PostgreSQL cuts longer identifiers silently, which would make two accounts one. */
const longestName = 63;

type Reserved = Pick<PostgresTarget, 'name' | 'adminUser' | 'owner'>;

/** Throws `InvalidAccount` for a name that no login role could have, or that is not Trivium's to change. */
export function checkName(target: Reserved, name: string): void {
  const bytes = Buffer.byteLength(name);
  const refuse = (reason: string) => new InvalidAccount(target.name, 'name', reason);
  if (bytes === 0 || bytes > longestName) throw refuse(`has ${bytes} bytes; a role has 1 to ${longestName}`);
  if (name.includes('\0')) throw refuse('contains a null character');
  if (!name.isWellFormed()) throw refuse('is not well-formed Unicode');
  if (name.startsWith('pg_')) throw refuse('starts with "pg_", which the server keeps for itself');
  if (name === target.adminUser || name === target.owner)
    throw refuse('is a role that this target relies on');
}

export function readEntitlements(target: Reserved, account: AccountSpec): readonly Entitlement[] {
  return account.entitlements.map((text) => {
    const entitlement = parseEntitlement(text);
    if (entitlement) return entitlement;
    throw new InvalidAccount(
      target.name,
      'entitlements',
      `has ${JSON.stringify(text)}, which is in no known form`,
    );
  });
}
