import type { DecisionRecord, RecordGap } from '@trivium/contracts';
import { isPermitted, type Decision } from '../authzen/decision.js';
import type { EvaluationRequest } from '../authzen/evaluation-request.js';

/** What is said for the record about one decision. */
export interface Answered {
  readonly request: EvaluationRequest;
  readonly decision: Decision;
  readonly caller: string;
  readonly isPrivileged: boolean;
}

const kinds = { record: 'r', gap: 'g' } as const;

export function recordLine({ request, decision, caller, isPrivileged }: Answered): string {
  const { subject, action, resource } = request;
  const { policies, at } = decision;
  const record: DecisionRecord = {
    decisionId: decision.decisionId,
    at: at.toISOString(),
    decision: isPermitted(decision) ? 'allow' : 'deny',
    reason: decision.reason,
    caller,
    subject: { type: subject.type, id: subject.id },
    action: action.name,
    resource: { type: resource.type, id: resource.id },
    privileged: isPrivileged,
    policyVersion: decision.policyVersion,
    determining: [...(policies?.answer.determining ?? [])],
    failMode: decision.failMode,
    ...(decision.dataAgeMs !== undefined && { dataAgeMs: decision.dataAgeMs }),
    ...(policies && { question: { ...policies.question } }),
  };
  return kinds.record + JSON.stringify(record);
}

export function gapLine(gap: RecordGap): string {
  return kinds.gap + JSON.stringify(gap);
}

/** The body of one `audit.decisions.recorded` from lines that are JSON already; they are not read again on their way. */
export function bodyOf(spool: string, lines: readonly string[]): string {
  const of = (kind: string) =>
    lines.filter((line) => line.startsWith(kind)).map((line) => line.slice(kind.length));
  return `{"spool":${JSON.stringify(spool)},"records":[${of(kinds.record).join()}],"gaps":[${of(kinds.gap).join()}]}`;
}
