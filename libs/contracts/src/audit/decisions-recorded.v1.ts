import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { decisionId, instant } from '../fields.js';
import { topics } from '../topics.js';

const entity = z.object({ type: z.string(), id: z.string() });

/** One answer of the decision point, with what it was made from. What a caller says besides is not in it. */
export const decisionRecord = z.object({
  decisionId,
  at: instant,
  decision: z.enum(['allow', 'deny']),
  reason: z.string(),
  /** Who asked: the enforcement point, not the subject. */
  caller: z.string(),
  subject: entity,
  action: z.string(),
  resource: entity,
  privileged: z.boolean(),
  policyVersion: z.string(),
  /** The policies that decided. */
  determining: z.array(z.string()),
  failMode: z.enum(['strict', 'best_effort']),
  /** Age of the grants that it was made from, in milliseconds; absent when there were none yet. */
  dataAgeMs: z.number().optional(),
  /** What the policies were asked, enough to ask them again; absent where they were not. */
  question: z.record(z.string(), z.unknown()).optional(),
});
export type DecisionRecord = z.infer<typeof decisionRecord>;

/** Decisions that were answered while there was no room to record them. */
export const recordGap = z.object({ from: instant, until: instant, count: z.int().min(1) });
export type RecordGap = z.infer<typeof recordGap>;

export const decisionsRecordedV1 = defineEvent({
  type: 'audit.decisions.recorded',
  version: 1,
  topic: topics.auditDecision,
  summary: 'The decision point answered, many times; allowed and denied.',
  key: (event) => event.spool,
  data: z.object({
    /** The run of the process that answered. */
    spool: z.string().min(1),
    records: z.array(decisionRecord).max(1_000),
    gaps: z.array(recordGap),
  }),
});
