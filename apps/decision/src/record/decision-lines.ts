import { templateOf, type RecordGap } from '@trivium/contracts';
import { isPermitted, type Decision } from '../authzen/decision.js';
import type { EvaluationRequest } from '../authzen/evaluation-request.js';
import type { LeaningLine } from './shared-lines.js';

/** What is said for the record about one decision. */
export interface Answered {
  readonly request: EvaluationRequest;
  readonly decision: Decision;
  readonly caller: string;
  readonly isPrivileged: boolean;
}

/** What a line is, by its first letter; one that leans on another begins with the number of that. */
export const lineKinds = { template: 't', gap: 'g', whole: 'r' } as const;

/** What the decision has for itself leans on what it has in common with others. */
export function recordLine({ request, decision, caller, isPrivileged }: Answered): LeaningLine {
  const { subject, action, resource } = request;
  const { policies, at } = decision;
  const { template, blanks } = templateOf({
    decisionId: decision.decisionId,
    at: at.toISOString(),
    decision: isPermitted(decision) ? 'allow' : 'deny',
    reason: decision.reason,
    caller,
    subject,
    action: action.name,
    resource,
    privileged: isPrivileged,
    policyVersion: decision.policyVersion,
    determining: [...(policies?.answer.determining ?? [])],
    failMode: decision.failMode,
    ...(decision.dataAgeMs !== undefined && { dataAgeMs: decision.dataAgeMs }),
    question: policies?.question,
  });
  return { text: JSON.stringify(blanks), shared: lineKinds.template + JSON.stringify(template) };
}

export function gapLine(gap: RecordGap): string {
  return lineKinds.gap + JSON.stringify(gap);
}
