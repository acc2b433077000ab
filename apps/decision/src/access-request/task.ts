import { statusAt, type AccessRequest, type RequestedItem, type RequestStatus } from './access-request.js';
import { AccessRequestRefused } from './access-request.errors.js';

/** Access request profile, section 12: an approval is looked up here, so it carries no state. */
export interface ApprovalResult {
  readonly mode: 'reevaluate';
  readonly approval: { readonly id: string; readonly approved_at: Date; readonly approved_until: Date };
}

/** Sections 10.2 and 11. */
export interface Task {
  readonly task: {
    readonly id: string;
    readonly status: RequestStatus;
    readonly status_endpoint: string;
    readonly expires_at: Date;
    readonly display: { readonly title: string; readonly description: string };
    readonly links?: { readonly cancel: string };
    readonly items?: readonly (Pick<RequestedItem, 'resource' | 'action'> & {
      readonly status: RequestStatus;
      readonly result?: ApprovalResult;
    })[];
  };
  readonly result?: ApprovalResult;
}

const display: Readonly<Record<RequestStatus, { readonly title: string; readonly description: string }>> = {
  pending: {
    title: 'Access requested',
    description: 'The request waits for those who approve this kind of access.',
  },
  approved: {
    title: 'Access request approved',
    description:
      'The approval opens nothing by itself: access begins once it has been granted. Evaluate again.',
  },
  denied: { title: 'Access request denied', description: 'Those who decide about this access said no.' },
  cancelled: { title: 'Access request cancelled', description: 'The request was taken back.' },
  expired: { title: 'Access request expired', description: 'Nobody decided the request in time.' },
};

/** How a requester sees a request; `endpoint` is the address of all of them. */
export function taskOf(request: AccessRequest, endpoint: string, now: Date): Task {
  const status = statusAt(request, now);
  const address = `${endpoint}/${request.taskId}`;
  const results = request.items.map((item) => ({ item, result: resultOf(request, item) }));
  const [only] = results;
  return {
    task: {
      id: request.taskId,
      status,
      status_endpoint: address,
      expires_at: request.expiresAt,
      display: display[status],
      ...(status === 'pending' && { links: { cancel: `${address}/cancel` } }),
      ...(request.bundled && {
        items: results.map(({ item: { resource, action }, result }) => ({
          resource,
          action,
          status,
          ...(result && { result }),
        })),
      }),
    },
    ...(!request.bundled && only?.result && { result: only.result }),
  };
}

function resultOf({ closed }: AccessRequest, { approvalId: id }: RequestedItem): ApprovalResult | undefined {
  if (id === undefined || closed?.approvedUntil === undefined) return undefined;
  return {
    mode: 'reevaluate',
    approval: { id, approved_at: closed.at, approved_until: closed.approvedUntil },
  };
}

/** A task is its requester's alone; for everybody else there is none. Throws `AccessRequestRefused`. */
export function requireOwn(request: AccessRequest | undefined, caller: string, now: Date): AccessRequest {
  if (request?.requester !== caller) throw new AccessRequestRefused('unknown_task', 'There is no such task.');
  if (now >= request.expiresAt) throw new AccessRequestRefused('task_expired', 'The task has expired.');
  return request;
}
