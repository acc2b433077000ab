import { z } from 'zod';
import { decisionId, instant } from '../fields.js';
import { askedQuestion } from './question-template.js';

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
  /** Absent where the policies were not asked. */
  question: askedQuestion.optional(),
});
export type DecisionRecord = z.infer<typeof decisionRecord>;

/** Decisions that were answered while there was no room to record them. */
export const recordGap = z.object({ from: instant, until: instant, count: z.int().min(1) });
export type RecordGap = z.infer<typeof recordGap>;
