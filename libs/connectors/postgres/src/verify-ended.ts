import type { Secret } from '@trivium/credentials';
import { TargetRefused, type Verified } from '@trivium/revocation';
import type { PostgresTarget } from './postgres.config.js';
import { findRole } from './role.js';
import { withAdmin } from './session.js';
import { tryLogin } from './try-login.js';

export async function verifyEnded(
  target: PostgresTarget,
  name: string,
  secret: Secret | undefined,
  signal: AbortSignal,
): Promise<Verified> {
  const tried = secret && (await tryLogin(target, name, secret, signal));
  if (tried && tried.answer !== 'not-admitted') {
    return { access: tried.answer, method: 'login-attempt', evidence: { sqlstate: tried.code } };
  }
  const found = await inspect(target, name, signal);
  // The server does not let this machine in at all; that the role is open says nothing about the former secret either.
  if (tried && found.access === 'accepted') throw new TargetRefused(target.name, 'verify', tried.code);
  return found;
}

async function inspect(target: PostgresTarget, name: string, signal: AbortSignal): Promise<Verified> {
  const role = await withAdmin(target, signal, (database) => findRole(database, name));
  const open = role !== undefined && (role.canLogin || role.sessions > 0);
  return {
    access: open ? 'accepted' : 'refused',
    method: 'inspection',
    evidence: role ? { login: role.canLogin, sessions: role.sessions } : { role: 'absent' },
  };
}
