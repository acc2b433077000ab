import { z } from 'zod';

const name = z.string().min(1).max(500);
const properties = z.record(z.string(), z.unknown()).optional();

/** AuthZEN Authorization API 1.0, section 5.1. Fields that the standard does not name are ignored, as it asks of a decision point. */
export const evaluationRequest = z.object({
  subject: z.object({ type: name, id: name, properties }),
  action: z.object({ name, properties }),
  resource: z.object({ type: name, id: name, properties }),
  context: z.record(z.string(), z.unknown()).optional(),
});

export type EvaluationRequest = z.output<typeof evaluationRequest>;
