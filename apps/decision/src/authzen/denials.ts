import type { EvaluationResponse } from './decision.js';
import type { EvaluationRequest } from './evaluation-request.js';

export const DENIALS = Symbol('Denials');

/** Says what the caller can do about a denial. It is asked about answers that are given, and never about a permit. */
export interface Denials {
  /** The same denial; MUST NOT say anything else than before about whether and why it is one, but for an approval that the question brings. */
  complete(
    request: EvaluationRequest,
    denial: EvaluationResponse,
    caller: string,
  ): Promise<{ readonly decision: false; readonly context: object }>;
}
