import { z } from 'zod';
import type { DecisionReason } from '../authzen/decision.js';
import type { ApprovedItem } from './access-request.store.js';
import { isSameAccess, type DeniedAccess } from './denial.js';

/** Why access is still denied that was approved, and what to do about it; a closed list (access request profile, section 12). */
export type ReevaluationReason =
  'approval_expired' | 'out_of_scope' | 'grant_pending' | 'policy_denied' | 'approval_unverifiable';

export type NextAction = 'request' | 'retry' | 'none';

/** What the caller does about a denial although it presents an approval. What is not known at the moment is asked again. */
export const nextActions: Readonly<Record<DecisionReason | ReevaluationReason, NextAction>> = {
  no_grant: 'request',
  approval_expired: 'request',
  out_of_scope: 'request',
  grant_pending: 'retry',
  markers_unknown: 'retry',
  stale_data: 'retry',
  cannot_be_recorded: 'retry',
  policy_denied: 'none',
  approval_unverifiable: 'none',
  contained: 'none',
  forbidden_by_policy: 'none',
  granted: 'none',
  permitted_by_policy: 'none',
};

/** No approval of this service carries a state, so one that does was not given here. */
const ours = z.object({ id: z.string().regex(/^apr_[0-9a-f-]{36}$/), state: z.undefined().optional() });

/** The approval that a context presents: its id, `unverifiable` for one that was not given here, undefined where there is none. */
export function approvalPresented(
  context: Readonly<Record<string, unknown>> | undefined,
): { readonly id: string } | 'unverifiable' | undefined {
  if (context?.approval === undefined) return undefined;
  const parsed = ours.safeParse(context.approval);
  return parsed.success ? { id: parsed.data.id } : 'unverifiable';
}

/** What an approval says about access that has no grant: never that it may be. */
export function judgeApproval(
  approved: ApprovedItem | undefined,
  denied: DeniedAccess,
  caller: string,
  now: Date,
): ReevaluationReason {
  const { request, item } = approved ?? {};
  const until = request?.closed?.approvedUntil;
  if (!request || !item || !until || request.requester !== caller) return 'approval_unverifiable';
  if (now >= until) return 'approval_expired';
  return isSameAccess({ subject: request.subject, ...item }, denied) ? 'grant_pending' : 'out_of_scope';
}
