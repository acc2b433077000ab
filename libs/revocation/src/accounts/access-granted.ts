import type { Said } from '../announce.js';
import type { Account } from './account.js';

/** For the record: an account works at its target, and whose access that is. */
export function accessGranted({ target, name }: Account, subject: Said['subject']): Said {
  const actor = { id: 'trivium', kind: 'system' as const };
  return { action: 'access.granted', outcome: 'success', actor, subject, target, account: name };
}
