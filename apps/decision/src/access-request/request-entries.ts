import type { Outbox } from '@trivium/bus';
import { entryRecordedV1, type AuditEntry } from '@trivium/contracts';
import { formatLink } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { Doer } from '@trivium/runtime';
import { subjectTypes } from '../authzen/subject-types.js';
import type { AccessRequest, RequestedItem } from './access-request.js';

export type RequestAct =
  | 'request.submitted'
  | 'request.endorsed'
  | 'request.approved'
  | 'request.denied'
  | 'request.cancelled'
  | 'request.expired';

export interface ActOn {
  /** A person with what they used, or the id of a registered caller or of this service. */
  readonly by: Doer | string;
  readonly at: Date;
  readonly policyVersion: string;
  readonly reason?: string;
  /** For whom of those whom the model names. */
  readonly approver?: string;
}

/** Says for the record what was done with a request: an entry for each item, so that every access has its own story. */
export async function recordRequest(
  tx: Transaction,
  outbox: Pick<Outbox, 'prepare' | 'appendAll'>,
  act: RequestAct,
  request: AccessRequest,
  how: ActOn,
): Promise<void> {
  const events = request.items.map((item, at) =>
    outbox.prepare(entryRecordedV1, entryOf(act, request, { item, position: at + 1 }, how), {
      time: how.at,
      policyVersion: how.policyVersion,
    }),
  );
  await outbox.appendAll(tx, events);
}

function entryOf(
  act: RequestAct,
  request: AccessRequest,
  { item, position }: { readonly item: RequestedItem; readonly position: number },
  { by, at, policyVersion, reason, approver }: ActOn,
): AuditEntry {
  const { taskId, road, subject, link, requester, kind, privileged, closed } = request;
  return {
    entryId: [taskId, position, act, ...(approver ? [approver] : [])].join(':'),
    at: at.toISOString(),
    service: 'decision',
    road,
    action: act,
    outcome: 'success',
    actor: actorOf(by),
    subject: { id: subject.id, kind: subjectTypes[road] },
    chain: [formatLink(link)],
    ...(reason && { reason }),
    detail: {
      taskId,
      requester,
      kind,
      privileged,
      evaluationId: item.evaluationId,
      permission: item.action.name,
      resourceType: item.resource.type,
      resourceId: item.resource.id,
      ...(approver && { approver }),
      ...(typeof by !== 'string' && { person: by.person }),
      ...(item.approvalId && { approvalId: item.approvalId }),
      ...(closed?.approvedUntil && { approvedUntil: closed.approvedUntil.toISOString() }),
    },
    policyVersion,
  };
}

function actorOf(by: ActOn['by']): AuditEntry['actor'] {
  if (typeof by !== 'string') return { id: by.subject, kind: 'caller' };
  return { id: by, kind: by === 'decision' ? 'system' : 'caller' };
}
