import type { Secret } from '@trivium/credentials';
import pg from 'pg';
import type { PostgresTarget } from './postgres.config.js';
import { withSession } from './session.js';

/**
 * `refused`: the server did not let this account in with this secret.
 * `not-admitted`: it turned the connection away before it looked at the account (pg_hba.conf), which proves nothing about the secret.
 */
export type LoginAnswer = {
  readonly answer: 'accepted' | 'refused' | 'not-admitted';
  readonly code: string;
};

/** A real login. Throws when the server gave no answer about the account. */
export async function tryLogin(
  target: PostgresTarget,
  account: string,
  secret: Secret,
  signal: AbortSignal,
): Promise<LoginAnswer> {
  try {
    const login = { user: account, secret, database: target.database };
    await withSession(target, login, signal, (database) => database.query('SELECT 1'));
    return { answer: 'accepted', code: '00000' };
  } catch (error) {
    const answer = error instanceof pg.DatabaseError ? read(error) : undefined;
    if (!answer || signal.aborted) throw error;
    return answer;
  }
}

function read({ code, routine }: pg.DatabaseError): LoginAnswer | undefined {
  switch (code) {
    case '28P01':
      return { answer: 'refused', code };
    case '28000':
      // The same code says "role is not permitted to log in" and "no pg_hba.conf entry"; only the routine tells them apart.
      return { answer: routine === 'InitializeSessionUserId' ? 'refused' : 'not-admitted', code };
    case '42501':
      // The database is looked at after the password: the secret was right, and works wherever the role may connect.
      return { answer: 'accepted', code };
    case undefined:
    default:
      return undefined;
  }
}
