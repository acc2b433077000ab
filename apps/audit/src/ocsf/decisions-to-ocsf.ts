import {
  recordsFrom,
  type AuditEntry,
  type DecisionRecord,
  type TemplatedDecisions,
} from '@trivium/contracts';
import { toOcsf, type OcsfEvent } from './to-ocsf.js';

/** Denials, and what is privileged: one event for all that say the same, with their count. */
export function decisionsToOcsf(
  { templates, decisions }: TemplatedDecisions,
  loggedAt: Date,
): readonly OcsfEvent[] {
  const isTold = templates.map(({ decision, privileged }) => decision === 'deny' || privileged);
  const told = decisions.filter(({ template }) => isTold[template]);
  return [...Map.groupBy(recordsFrom({ templates, decisions: told }), samenessOf).values()].flatMap((group) =>
    eventOf(group, loggedAt),
  );
}

function samenessOf(record: DecisionRecord): string {
  const { caller, subject, action, resource, decision, reason, privileged, policyVersion } = record;
  return JSON.stringify([caller, subject, action, resource, decision, reason, privileged, policyVersion]);
}

function eventOf(group: readonly DecisionRecord[], loggedAt: Date): OcsfEvent[] {
  const [first] = group;
  if (!first) return [];
  const times = group.map(({ at }) => Date.parse(at));
  const [start_time, end_time] = [Math.min(...times), Math.max(...times)];
  return [{ ...toOcsf(entryOf(first), loggedAt), count: group.length, start_time, end_time }];
}

function entryOf(record: DecisionRecord): AuditEntry {
  const { decision, subject, resource } = record;
  return {
    entryId: record.decisionId,
    at: record.at,
    service: 'decision',
    action: decision === 'allow' ? 'access.allowed' : 'access.denied',
    outcome: decision === 'allow' ? 'success' : 'failure',
    actor: { id: record.caller, kind: 'caller' },
    subject: { id: subject.id, kind: subject.type },
    target: `${resource.type}:${resource.id}`,
    reason: record.reason,
    policyVersion: record.policyVersion,
    detail: {
      operation: record.action,
      privileged: record.privileged,
      ...(record.determining.length > 0 && { policies: record.determining.join(' ') }),
    },
  };
}
