import { Problem } from '@trivium/runtime';
import type { RegisteredClients } from './registered-clients.js';

/** The id of a caller that proves itself with its secret. Throws a 401 with the challenge of RFC 7617 for everybody else. */
export function requireCaller(
  clients: Pick<RegisteredClients, 'authenticate'>,
  authorization: string | undefined,
): string {
  const caller = clients.authenticate(authorization);
  if (caller !== undefined) return caller;
  const headers = { 'www-authenticate': 'Basic realm="trivium", charset="UTF-8"' };
  const detail = 'The caller is not known.';
  throw new Problem({ status: 401, code: 'ERR_UNAUTHENTICATED', detail, headers });
}
