import type { DecisionFilter, KeptDecision } from './decision.store.js';

/** Those that the filter asks for, in the order in which they are given; all its limits but the number of them. */
export function matching(
  kept: readonly KeptDecision[],
  { subject, decision, replayable, before }: Omit<DecisionFilter, 'limit'>,
): readonly KeptDecision[] {
  return kept.filter(
    (one) =>
      (subject === undefined || one.subject.id === subject) &&
      (decision === undefined || one.decision === decision) &&
      (replayable === undefined || (one.question !== undefined) === replayable) &&
      (before === undefined || one.seq < before),
  );
}
