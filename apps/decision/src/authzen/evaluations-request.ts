import { badRequest, parseBody } from '@trivium/runtime';
import { z } from 'zod';
import { evaluationRequest, inOneLine, type EvaluationRequest } from './evaluation-request.js';

/** How many questions one request may ask. */
export const maxEvaluations = 100;

export const evaluationsSemantics = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type EvaluationsSemantic = (typeof evaluationsSemantics)[number];

/** The members of a question, each of which a question of its own may replace as a whole. */
const defaults = z.object({
  subject: z.looseObject({}).optional(),
  action: z.looseObject({}).optional(),
  resource: z.looseObject({}).optional(),
  context: z.looseObject({}).optional(),
});
const options = z.object({ evaluations_semantic: z.enum(evaluationsSemantics).default('execute_all') });
const boxcar = defaults.extend({
  evaluations: z.array(z.unknown()).optional(),
  options: options.default({ evaluations_semantic: 'execute_all' }),
});

/** A question that can be decided, or why it cannot. */
export type AskedEvaluation =
  { readonly request: EvaluationRequest } | { readonly error: { status: number; message: string } };

export type EvaluationsRequest =
  | { readonly kind: 'one'; readonly request: EvaluationRequest }
  | {
      readonly kind: 'many';
      readonly asked: readonly AskedEvaluation[];
      readonly semantic: EvaluationsSemantic;
    };

/**
 * AuthZEN Authorization API 1.0, section 7.1: without `evaluations`, or with none in it, the body is a single question. Throws a 400
 * `Problem` when the body as a whole is wrong; a wrong question among others carries its own error.
 */
export function parseEvaluations(body: unknown): EvaluationsRequest {
  const { evaluations = [], options, ...given } = parseBody(boxcar, body);
  if (evaluations.length === 0) return { kind: 'one', request: parseBody(evaluationRequest, body) };
  if (evaluations.length > maxEvaluations) throw tooMany();
  const asked = evaluations.map((own) => askedOf(given, own));
  return { kind: 'many', asked, semantic: options.evaluations_semantic };
}

function askedOf(given: z.output<typeof defaults>, own: unknown): AskedEvaluation {
  if (typeof own !== 'object' || own === null || Array.isArray(own)) return refused('is not an object');
  const parsed = evaluationRequest.safeParse({ ...given, ...own }, { reportInput: false });
  return parsed.success ? { request: parsed.data } : refused(inOneLine(parsed.error));
}

const refused = (message: string): AskedEvaluation => ({ error: { status: 400, message } });

function tooMany() {
  const detail = `more than ${maxEvaluations} evaluations`;
  const where = { pointer: '/evaluations', detail };
  return badRequest(`The body asks ${detail} at once.`, [where], 'ERR_TOO_MANY_EVALUATIONS');
}
