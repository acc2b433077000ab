import type { Advice, FailMode, PolicyDecision, Question } from '@trivium/policy';

/** Why a decision is what it is; a closed list. */
export type DecisionReason =
  | 'granted'
  | 'permitted_by_policy'
  | 'no_grant'
  | 'contained'
  | 'forbidden_by_policy'
  | 'markers_unknown'
  | 'stale_data'
  | 'cannot_be_recorded';

/** A decision with what it was made from. */
export interface Decision {
  readonly decisionId: string;
  readonly at: Date;
  readonly reason: DecisionReason;
  /** Milliseconds; undefined while there are no data yet. */
  readonly dataAgeMs: number | undefined;
  readonly failMode: FailMode;
  readonly policyVersion: string;
  /** Undefined where the policies were not asked. */
  readonly policies?: AskedPolicies;
}

export interface AskedPolicies {
  readonly question: Question;
  readonly answer: PolicyDecision;
}

/** The answer of the AuthZEN Authorization API 1.0, section 5.2, with what a decision is made from in its context. */
export interface EvaluationResponse {
  readonly decision: boolean;
  readonly context: {
    readonly decision_id: string;
    readonly policy_version: string;
    /** Milliseconds; null while there are no data yet. */
    readonly data_age_ms: number | null;
    readonly fail_mode: FailMode;
    readonly reason: DecisionReason;
    /** The ids of the policies that decided; absent where none was asked. */
    readonly policies?: readonly string[];
    /** What controls in `warn` would do; absent where there is none. */
    readonly advice?: readonly Warning[];
  };
}

export type Warning = Pick<Advice, 'policy' | 'control' | 'would'>;

export function isPermitted({ reason }: Pick<Decision, 'reason'>): boolean {
  return reason === 'granted' || reason === 'permitted_by_policy';
}

export function responseOf(decision: Decision): EvaluationResponse {
  const { answer } = decision.policies ?? {};
  const warnings = answer?.advice.filter(({ mode }) => mode === 'warn') ?? [];
  return {
    decision: isPermitted(decision),
    context: {
      decision_id: decision.decisionId,
      policy_version: decision.policyVersion,
      data_age_ms: decision.dataAgeMs ?? null,
      fail_mode: decision.failMode,
      reason: decision.reason,
      ...(answer && { policies: answer.determining }),
      ...(warnings.length > 0 && { advice: warnings.map(warningOf) }),
    },
  };
}

function warningOf({ policy, control, would }: Advice): Warning {
  return { policy, control, would };
}
