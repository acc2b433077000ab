import { z } from 'zod';
import type { CedarValue } from '../engine/question.js';

const value: z.ZodType<CedarValue> = z.lazy(() =>
  z.union([z.string(), z.int(), z.boolean(), z.array(value), z.record(z.string(), value)]),
);
const values = z.record(z.string(), value);
const ref = z.strictObject({ type: z.string().min(1), id: z.string().min(1) });

const question = z.strictObject({
  principal: ref,
  action: z.string().min(1),
  resource: ref,
  context: values,
  entities: z.array(z.strictObject({ uid: ref, attrs: values, parents: z.array(ref) })),
});

/** A decision as it was made, with all that the policies were asked: enough to ask them again. Where they were not, no version of them changes it. */
export const recordedDecision = z.object({
  decisionId: z.string().min(1),
  at: z.iso.datetime({ offset: true }),
  decision: z.enum(['allow', 'deny']),
  policyVersion: z.string(),
  determining: z.array(z.string()).default([]),
  question,
});
export type RecordedDecision = z.output<typeof recordedDecision>;
