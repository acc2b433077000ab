import type { ChainReader } from '@trivium/revocation';
import type { RecordDecision } from '../record/record-decision.js';
import type { EvaluationResponse } from './decision.js';
import type { EvaluateAccess } from './evaluate-access.js';
import type { EvaluationRequest } from './evaluation-request.js';

/** Decides what a caller asks, and answers it once the record has it. */
export class AnswerEvaluation {
  constructor(
    private readonly evaluate: EvaluateAccess,
    private readonly record: RecordDecision,
  ) {}

  async execute(
    request: EvaluationRequest,
    caller: string,
    chains?: Pick<ChainReader, 'read'>,
  ): Promise<EvaluationResponse> {
    return this.record.execute(request, await this.evaluate.execute(request, chains), caller);
  }
}
