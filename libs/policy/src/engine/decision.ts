import type { AdoptionMode } from '../model/adoption.js';

/** What a policy would do, whose control is not enforced yet. */
export interface Advice {
  readonly policy: string;
  readonly control: string;
  readonly mode: Exclude<AdoptionMode, 'enforce'>;
  /** The decision that it would lead to, or add to. */
  readonly would: 'allow' | 'deny';
}

export interface PolicyDecision {
  readonly decision: 'allow' | 'deny';
  /** The ids of the policies that decided: all forbids that apply, else all permits; none when nothing permits. */
  readonly determining: readonly string[];
  /** Of controls in `observe` and `warn`; only what is in `warn` is for the caller's eyes. */
  readonly advice: readonly Advice[];
  /** Why it could not be evaluated; whatever is here, the decision is deny. For the log, not for callers. */
  readonly errors: readonly string[];
}

export function denied(...errors: string[]): PolicyDecision {
  return { decision: 'deny', determining: [], advice: [], errors };
}
