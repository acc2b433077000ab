import type { Secret } from '@trivium/credentials';
import { TargetRefused, type Verified } from '@trivium/revocation';
import type { Reach } from './admin-sessions.js';
import { findRole } from './role.js';
import { tryLogin } from './try-login.js';

export async function verifyEnded(reach: Reach, name: string, secret: Secret | undefined): Promise<Verified> {
  const { target, signal } = reach;
  const tried = secret && (await tryLogin(target, name, secret, signal));
  if (tried && tried.answer !== 'not-admitted') {
    return { access: tried.answer, method: 'login-attempt', evidence: { sqlstate: tried.code } };
  }
  const found = await inspect(reach, name);
  // The server does not let this machine in at all; that the role is open says nothing about the former secret either.
  if (tried && found.access === 'accepted') throw new TargetRefused(target.name, 'verify', tried.code);
  return found;
}

async function inspect({ admin, signal }: Reach, name: string): Promise<Verified> {
  const role = await admin.run(signal, (database) => findRole(database, name));
  const open = role !== undefined && (role.canLogin || role.sessions > 0);
  return {
    access: open ? 'accepted' : 'refused',
    method: 'inspection',
    evidence: role ? { login: role.canLogin, sessions: role.sessions } : { role: 'absent' },
  };
}
