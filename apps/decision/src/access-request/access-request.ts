import type { Link } from '@trivium/identity';
import type { ControlSet } from '@trivium/policy';
import type { Caller, Role } from '@trivium/runtime';
import type { DeniedAccess } from './denial.js';
import type { Route } from './requestable.js';

export type RequestStatus = 'pending' | 'approved' | 'denied' | 'cancelled' | 'expired';

/** One access of those that are asked for together; they are approved or denied together, too. */
export interface RequestedItem extends Pick<DeniedAccess, 'action' | 'resource'> {
  readonly evaluationId: string;
  /** Present once it is approved. */
  readonly approvalId?: string;
}

/** One of those whom the model names has approved. */
export interface GivenApproval {
  readonly approver: Role;
  /** The person. */
  readonly by: string;
  readonly at: Date;
}

/** What the requester says besides; kept for approvers and for the record, and decides nothing. */
export interface Said {
  readonly context?: Readonly<Record<string, unknown>>;
  /** In the order of the items. */
  readonly requestedAccess?: readonly Readonly<Record<string, unknown>>[];
  readonly client?: Readonly<Record<string, unknown>>;
}

export interface AccessRequest extends Route {
  readonly taskId: string;
  /** The registered caller that asks, under whose name the answer is told. */
  readonly requester: string;
  readonly idempotencyKey?: string;
  readonly bodyDigest: string;
  readonly subject: DeniedAccess['subject'];
  readonly link: Link;
  /** At least one. */
  readonly items: readonly RequestedItem[];
  /** Whether it was asked for as several items. */
  readonly bundled: boolean;
  readonly said: Said;
  readonly requestedUntil?: Date;
  readonly requestedAt: Date;
  /** Until then it can be approved, and asked about. */
  readonly expiresAt: Date;
  readonly status: RequestStatus;
  readonly approvals: readonly GivenApproval[];
  readonly closed?: Closing;
}

export interface Closing {
  readonly at: Date;
  readonly by: string;
  /** Present when it was approved. */
  readonly approvedUntil?: Date;
}

/** A request that nobody closed in time has expired, whenever that is written down. */
export function statusAt({ status, expiresAt }: AccessRequest, now: Date): RequestStatus {
  return status === 'pending' && now >= expiresAt ? 'expired' : status;
}

/** Those of the needed approvers who have yet to approve, in the order of the model. */
export function missingOf({ approvals }: AccessRequest, needed: readonly Role[]): readonly Role[] {
  return needed.filter((role) => approvals.every(({ approver }) => approver !== role));
}

export type ApprovalRefusal =
  'ERR_REQUEST_CLOSED' | 'ERR_OWN_REQUEST' | 'ERR_APPROVED_ALREADY' | 'ERR_NOT_THE_APPROVER';

export type Approver = Caller;

/** For whom this person can speak about the request, or why for nobody (access request profile, section 21.2.2). */
export function speakerFor(
  request: AccessRequest,
  needed: readonly Role[],
  { subject, person, roles }: Approver,
  now: Date,
): { readonly as: Role } | { readonly refused: ApprovalRefusal } {
  if (statusAt(request, now) !== 'pending') return { refused: 'ERR_REQUEST_CLOSED' };
  if (isInvolved(request, subject) || isInvolved(request, person)) return { refused: 'ERR_OWN_REQUEST' };
  if (request.approvals.some(({ by }) => by === person)) return { refused: 'ERR_APPROVED_ALREADY' };
  const as = missingOf(request, needed).find((role) => roles.includes(role));
  return as ? { as } : { refused: 'ERR_NOT_THE_APPROVER' };
}

/** The gateway names a caller as `person:<id>`; whoever asks, and for whom it is asked, is known here by the id alone. */
function isInvolved({ subject, requester }: AccessRequest, caller: string): boolean {
  const id = caller.slice(caller.indexOf(':') + 1);
  return [subject.id, requester].some((one) => one === caller || one === id);
}

/** Until when an approval holds: as long as was asked for, or as is usual for the kind, and never longer than the model lets anything live. */
export function approvedUntil(
  { requestedUntil }: Pick<AccessRequest, 'requestedUntil'>,
  ttl: ControlSet['ttl'],
  now: Date,
): Date {
  const usual = now.getTime() + ttl.default;
  const wanted = requestedUntil?.getTime() ?? usual;
  return new Date(Math.min(wanted, now.getTime() + ttl.max));
}
