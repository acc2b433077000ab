import { entryRecordedV1, type AuditEntry } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { Transaction } from '@trivium/persistence';
import { randomUUID } from 'node:crypto';

/** Who wants it, and why. */
export interface KeyOrder {
  readonly by: string;
  readonly reason: string;
}

/** Says for the record what was done with a key of access tokens. */
export async function recordKey(
  tx: Transaction,
  outbox: Outbox,
  action: 'key.rotated' | 'key.withdrawn',
  kid: string,
  { by, reason, at }: KeyOrder & { readonly at: Date },
): Promise<void> {
  const entry: AuditEntry = {
    entryId: randomUUID(),
    at: at.toISOString(),
    service: 'decision',
    action,
    outcome: 'success',
    actor: { id: by, kind: 'caller' },
    subject: { id: kid, kind: 'signing_key' },
    reason,
  };
  await outbox.append(tx, entryRecordedV1, entry, { time: at });
}
