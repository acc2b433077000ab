import { entryRecordedV1, type AuditEntry } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { Transaction } from '@trivium/persistence';
import type { Clock, Doer } from '@trivium/runtime';
import { randomUUID } from 'node:crypto';

/** What is recorded of those who may come in; each has its word for a SOC in the audit service. */
export type AccessAct =
  | 'user.added'
  | 'user.changed'
  | 'user.enabled'
  | 'user.disabled'
  | 'user.password_reset'
  | 'user.password_changed'
  | 'user.signed_in'
  | 'user.sign_in_refused'
  | 'api_token.created'
  | 'api_token.ended';

export interface AccessFact {
  readonly act: AccessAct;
  readonly subject: AuditEntry['subject'];
  readonly by: Doer;
  readonly outcome?: AuditEntry['outcome'];
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Says for the record who was let in, by whom and as what, in the transaction that makes it true. */
export class RecordAccess {
  constructor(
    private readonly outbox: Pick<Outbox, 'append'>,
    private readonly clock: Clock,
  ) {}

  execute(tx: Transaction, { act, subject, by, outcome = 'success', detail }: AccessFact): Promise<void> {
    const now = this.clock.now();
    const entry: AuditEntry = {
      entryId: randomUUID(),
      at: now.toISOString(),
      service: 'gateway',
      action: act,
      outcome,
      actor: { id: by.subject, kind: 'caller' },
      subject,
      detail: { ...detail, person: by.person },
    };
    return this.outbox.append(tx, entryRecordedV1, entry, { time: now });
  }
}
