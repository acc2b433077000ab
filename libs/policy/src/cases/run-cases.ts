import type { Governance } from '../governance.js';
import type { PolicyDecision } from '../engine/decision.js';
import { PolicyEngine } from '../engine/policy-engine.js';
import type { DecisionCase } from './case-table.js';

export interface CaseResult {
  readonly case: DecisionCase;
  readonly got: PolicyDecision;
  readonly passed: boolean;
}

export interface CaseReport {
  readonly results: readonly CaseResult[];
  /** Policies that decide no case: nothing would be noticed if they were wrong. */
  readonly untested: readonly string[];
}

/** Asks every row of every decision table. Controls that are not enforced yet are tested as if they were. */
export function runCases({ schema, policies, model, cases }: Governance): CaseReport {
  const engine = new PolicyEngine({ schema, policies, version: model.version, modeOf: () => 'enforce' });
  const results = cases.map((one) => resultOf(one, engine.decide(one)));
  engine.dispose();
  const deciding = new Set(results.filter(({ passed }) => passed).flatMap(({ got }) => got.determining));
  return { results, untested: policies.map(({ id }) => id).filter((id) => !deciding.has(id)) };
}

function resultOf(one: DecisionCase, got: PolicyDecision): CaseResult {
  const same = [...one.because].sort().join() === got.determining.join();
  return { case: one, got, passed: got.decision === one.expect && same && got.errors.length === 0 };
}
