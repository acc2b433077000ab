import type { GovernanceModel } from '@trivium/policy';
import { conflict, forbidden, notFound, type Problem, type Role } from '@trivium/runtime';
import { speakerFor, type AccessRequest, type ApprovalRefusal, type Approver } from './access-request.js';
import { approversOf } from './requestable.js';

const refusals: Readonly<Record<ApprovalRefusal, (code: string) => Problem>> = {
  ERR_REQUEST_CLOSED: (code) => conflict('The request is closed.', code),
  ERR_APPROVED_ALREADY: (code) =>
    conflict('The caller has approved already; somebody else does the rest.', code),
  ERR_OWN_REQUEST: (code) => forbidden('Nobody decides a request of their own.', code),
  ERR_NOT_THE_APPROVER: (code) => forbidden('Somebody with another role decides this request.', code),
};

export interface Speaker {
  readonly request: AccessRequest;
  /** All who have to approve, by the model in force. */
  readonly needed: readonly Role[];
  readonly as: Role;
}

/** Throws a `Problem` where there is no such request, and where this person has no say in it. */
export function requireSpeaker(
  request: AccessRequest | undefined,
  model: Pick<GovernanceModel, 'controlsOf'>,
  approver: Approver,
  now: Date,
): Speaker {
  if (!request) throw notFound('There is no such access request.');
  const needed = approversOf(request, model);
  if (!needed)
    throw conflict('The governance model names nobody any more who could approve this.', 'ERR_NO_APPROVER');
  const speaker = speakerFor(request, needed, approver, now);
  if ('refused' in speaker) throw refusals[speaker.refused](speaker.refused);
  return { request, needed, as: speaker.as };
}
