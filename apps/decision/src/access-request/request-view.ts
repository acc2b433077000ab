import type { GovernanceModel } from '@trivium/policy';
import type { Role } from '@trivium/runtime';
import { missingOf, statusAt, type AccessRequest } from './access-request.js';
import { approversOf } from './requestable.js';

export interface RequestView extends Omit<AccessRequest, 'idempotencyKey' | 'bodyDigest'> {
  /** Those who have yet to approve, by their role. */
  readonly missing: readonly Role[];
}

/** How those who decide see a request. */
export function viewOf(
  request: AccessRequest,
  model: Pick<GovernanceModel, 'controlsOf'>,
  now: Date,
): RequestView {
  const { idempotencyKey: _, bodyDigest: __, ...facts } = request;
  const missing = missingOf(request, approversOf(request, model) ?? []);
  return { ...facts, status: statusAt(request, now), missing };
}
