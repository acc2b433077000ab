import { generatePassword, type Secret } from '@trivium/credentials';
import { EffectNotProven, TargetRefused } from '@trivium/revocation';
import pg from 'pg';
import type { Reach } from './admin-sessions.js';
import { findRole, lockAccount } from './role.js';
import { scramVerifier } from './scram-verifier.js';
import { terminateSessions } from './terminate-sessions.js';
import { tryLogin } from './try-login.js';

export interface Renewal {
  readonly act: 'issue' | 'rotate';
  readonly name: string;
  /** Sessions that were opened under the former password end. */
  readonly endSessions: boolean;
  readonly previous?: Secret | undefined;
}

/** A new password, proven by a login; the former one, where it is given, is proven to be refused. */
export async function renewSecret(reach: Reach, renewal: Renewal): Promise<Secret> {
  const { target, admin, signal } = reach;
  const { act, name, previous } = renewal;
  const secret = generatePassword();
  await admin.run(signal, async (database) => {
    await lockAccount(database, name);
    const role = await findRole(database, name);
    // A password for a role that was shut would bring its access back; only `provision` opens it again.
    if (!role?.canLogin)
      throw new TargetRefused(target.name, act, role ? 'account_disabled' : 'account_absent');
    const verifier = pg.escapeLiteral(await scramVerifier(secret));
    await database.query(`ALTER ROLE ${pg.escapeIdentifier(name)} PASSWORD ${verifier}`);
    if (renewal.endSessions) await terminateSessions(database, role.oid, signal);
    await expectLogin(reach, renewal, secret, 'accepted');
    if (previous) await expectLogin(reach, renewal, previous, 'refused');
  });
  return secret;
}

async function expectLogin(
  { target, signal }: Reach,
  { act, name }: Renewal,
  secret: Secret,
  want: 'accepted' | 'refused',
): Promise<void> {
  const { answer, code } = await tryLogin(target, name, secret, signal);
  const which = want === 'accepted' ? 'new' : 'former';
  if (answer !== want)
    throw new EffectNotProven(target.name, act, `the ${which} password is ${answer} (${code})`);
}
