import { jsonPointer } from '@trivium/runtime';
import { z } from 'zod';

const name = z.string().min(1).max(500);
const bag = z.record(z.string(), z.unknown());

/** AuthZEN Authorization API 1.0, section 5. Fields that the standard does not name are ignored, as it asks of a decision point. */
export const subject = z.object({ type: name, id: name, properties: bag.optional() });
export const action = z.object({ name, properties: bag.optional() });
/** What drafts put beside type and id is kept for subjects that governance files declare, and ignored for all others. */
export const resource = z.looseObject({ type: name, id: name, properties: bag.optional() });
export const context = bag.optional();

/** Section 6.1. */
export const evaluationRequest = z.object({ subject, action, resource, context });
export type EvaluationRequest = z.output<typeof evaluationRequest>;

/** What is wrong with a request, in one line that repeats none of its values. */
export function inOneLine({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${jsonPointer(path)}: ${message}`).join('; ');
}
