import { ReadOnce } from './read-once.js';
import type { ChainReader } from '@trivium/revocation';
import type { AnswerEvaluation } from './answer-evaluation.js';
import type { EvaluationResponse } from './decision.js';
import type { AskedEvaluation, EvaluationsSemantic } from './evaluations-request.js';

/** Section 7.2 of the AuthZEN Authorization API 1.0: a question that could not be asked is denied and says why. */
export interface EvaluationError {
  readonly decision: false;
  readonly context: { readonly error: { readonly status: number; readonly message: string } };
}
export type BatchAnswer = EvaluationResponse | EvaluationError;

export interface Batch {
  readonly asked: readonly AskedEvaluation[];
  readonly semantic: EvaluationsSemantic;
}

const isLast: Readonly<Record<EvaluationsSemantic, (answer: BatchAnswer) => boolean>> = {
  execute_all: () => false,
  deny_on_first_deny: ({ decision }) => !decision,
  permit_on_first_permit: ({ decision }) => decision,
};

/**
 * Many questions, answered in their order as of one moment: each chain is read once, all of them in one round trip. All are recorded,
 * those too that the caller is not told.
 */
export class EvaluateBatch {
  constructor(
    private readonly evaluate: AnswerEvaluation,
    private readonly chains: ChainReader,
  ) {}

  /** Ends with the answer that settles the whole, where the semantic says so; the questions after it are not answered. */
  async execute({ asked, semantic }: Batch, caller: string): Promise<readonly BatchAnswer[]> {
    const chains = new ReadOnce(this.chains);
    const answers = await Promise.all(asked.map((one) => this.#answer(one, caller, chains)));
    const last = answers.findIndex(isLast[semantic]);
    return last < 0 ? answers : answers.slice(0, last + 1);
  }

  async #answer(asked: AskedEvaluation, caller: string, chains: ReadOnce): Promise<BatchAnswer> {
    if ('error' in asked) return { decision: false, context: { error: asked.error } };
    return this.evaluate.execute(asked.request, caller, chains);
  }
}
