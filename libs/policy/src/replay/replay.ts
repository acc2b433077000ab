import type { PolicyDecision } from '../engine/decision.js';
import type { PolicyEngine } from '../engine/policy-engine.js';
import type { RecordedDecision } from './recorded-decision.js';

export interface ChangedDecision {
  readonly recorded: RecordedDecision;
  readonly now: PolicyDecision;
}

export interface ReplayReport {
  readonly replayed: number;
  /** Those that would be decided the other way round. */
  readonly changed: readonly ChangedDecision[];
}

/** Makes recorded decisions again under another version. What a decision was made from is part of its record, so nothing else is asked. */
export function replay(records: readonly RecordedDecision[], engine: PolicyEngine): ReplayReport {
  const again = records.map((recorded) => ({ recorded, now: engine.decide(recorded.question) }));
  const changed = again.filter(({ recorded, now }) => recorded.decision !== now.decision);
  return { replayed: records.length, changed };
}
