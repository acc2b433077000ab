import { linkOwner, newDecisionId, type Road } from '@trivium/identity';
import type { FailMode } from '@trivium/policy';
import type { ChainReader, ChainState } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { AccessGrant } from '../projection/access-grant.js';
import type { ResidentGrants } from '../projection/resident-grants.js';
import type { AskedPolicies, Decision, DecisionReason } from './decision.js';
import type { EvaluationRequest } from './evaluation-request.js';
import type { RunningPolicies } from './running-policies.js';

export interface DecisionBasis {
  readonly policies: Pick<RunningPolicies, 'version' | 'decide' | 'decideDeclared'>;
  readonly failModeOf: (road: Road, action: string) => FailMode;
  /** In strict mode nothing is permitted from data older than this. */
  readonly maxDataAgeMs: number;
  /** The moment as of which the grants are known; undefined while they are loading. */
  readonly grantsAsOf: () => Date | undefined;
}

type Outcome = Pick<Decision, 'reason' | 'policies'>;
type Chains = Pick<ChainReader, 'read'>;

/**
 * May this subject do this to this resource now? Permits on a resident grant whose whole chain is live at this moment and that the
 * policies let be used so. Without a grant only the governance files can permit, and only a subject that they themselves declare.
 */
export class EvaluateAccess {
  constructor(
    private readonly grants: ResidentGrants,
    private readonly chains: ChainReader,
    private readonly clock: Clock,
    private readonly basis: DecisionBasis,
  ) {}

  /** `chains` stands in for the reader of every day where several questions are asked as of one moment. */
  async execute(request: EvaluationRequest, chains: Chains = this.chains): Promise<Decision> {
    const now = this.clock.now();
    const asOf = this.basis.grantsAsOf();
    const dataAgeMs = asOf ? Math.max(0, now.getTime() - asOf.getTime()) : undefined;
    const failMode = this.#failModeOf(request);
    const isUsable = this.#isUsable(dataAgeMs, failMode);
    const outcome: Outcome = isUsable ? await this.#decide(request, now, chains) : { reason: 'stale_data' };
    const decisionId = newDecisionId();
    return {
      decisionId,
      at: now,
      dataAgeMs,
      failMode,
      policyVersion: this.basis.policies.version,
      ...outcome,
    };
  }

  /** An identity of no road is nobody's to be lenient about. */
  #failModeOf({ subject, action }: EvaluationRequest): FailMode {
    const road = linkOwner(subject.id);
    return road ? this.basis.failModeOf(road, action.name) : 'strict';
  }

  #isUsable(ageMs: number | undefined, failMode: FailMode): boolean {
    if (ageMs === undefined) return false;
    return failMode === 'best_effort' || ageMs <= this.basis.maxDataAgeMs;
  }

  /** The policies are asked last: most denials need none. */
  async #decide(request: EvaluationRequest, now: Date, chains: Chains): Promise<Outcome> {
    const { subject, action, resource } = request;
    const candidates = this.grants.find({ subjectId: subject.id, action: action.name, resource }, now);
    if (candidates.length === 0) return this.#decideWithoutGrant(request, now);
    const states = await Promise.all(candidates.map(({ chain }) => chains.read(chain)));
    const live = candidates.filter((_, at) => states[at]?.state === 'live');
    if (live.length === 0) return { reason: whyNoneLives(states) };
    return this.#decideBy(live, request, now);
  }

  /** Grants of one access differ in what they hang on, and policies may ask for it; one that they let be used is enough. */
  #decideBy(live: readonly AccessGrant[], request: EvaluationRequest, now: Date): Outcome {
    let forbidden: Outcome | undefined;
    for (const grant of live) {
      const outcome = outcomeOf(this.basis.policies.decide(request, grant, now), 'granted');
      if (outcome.reason === 'granted') return outcome;
      forbidden ??= outcome;
    }
    return forbidden ?? { reason: 'no_grant' };
  }

  #decideWithoutGrant(request: EvaluationRequest, now: Date): Outcome {
    if (linkOwner(request.subject.id) !== undefined) return { reason: 'no_grant' };
    const asked = this.basis.policies.decideDeclared(request, now);
    return asked ? outcomeOf(asked, 'permitted_by_policy') : { reason: 'no_grant' };
  }
}

function outcomeOf(policies: AskedPolicies, allowed: DecisionReason): Outcome {
  return { reason: policies.answer.decision === 'allow' ? allowed : 'forbidden_by_policy', policies };
}

function whyNoneLives(states: readonly ChainState[]): DecisionReason {
  const isContained = (state: ChainState) => state.state === 'denied' && state.reason === 'contained';
  return states.every(isContained) ? 'contained' : 'markers_unknown';
}
