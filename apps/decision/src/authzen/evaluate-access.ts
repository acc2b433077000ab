import { linkOwner, type Road } from '@trivium/identity';
import type { Advice, PolicyDecision } from '@trivium/policy';
import type { ChainReader } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import { randomUUID } from 'node:crypto';
import type { AccessGrant } from '../projection/access-grant.js';
import type { ResidentGrants } from '../projection/resident-grants.js';
import type { EvaluationRequest } from './evaluation-request.js';
import type { RunningPolicies } from './running-policies.js';

/** Why a decision is what it is; a closed list. */
export type DecisionReason =
  | 'granted'
  | 'permitted_by_policy'
  | 'no_grant'
  | 'contained'
  | 'forbidden_by_policy'
  | 'markers_unknown'
  | 'stale_data';

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

export type FailMode = 'strict' | 'best_effort';

export interface DecisionBasis {
  readonly policies: Pick<RunningPolicies, 'version' | 'decide' | 'decideDeclared'>;
  readonly failModes: Readonly<Record<Road, FailMode>>;
  /** In strict mode nothing is permitted from data older than this. */
  readonly maxDataAgeMs: number;
  /** The moment as of which the grants are known; undefined while they are loading. */
  readonly grantsAsOf: () => Date | undefined;
}

interface Outcome {
  readonly reason: DecisionReason;
  readonly by?: PolicyDecision;
}

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
  async execute(request: EvaluationRequest, chains: Chains = this.chains): Promise<EvaluationResponse> {
    const now = this.clock.now();
    const asOf = this.basis.grantsAsOf();
    const age = asOf ? Math.max(0, now.getTime() - asOf.getTime()) : undefined;
    const failMode = this.#failModeOf(request.subject.id);
    const isUsable = this.#isUsable(age, failMode);
    const outcome: Outcome = isUsable ? await this.#decide(request, now, chains) : { reason: 'stale_data' };
    return this.#response(outcome, age, failMode);
  }

  /** An identity of no road is nobody's to be lenient about. */
  #failModeOf(subjectId: string): FailMode {
    const road = linkOwner(subjectId);
    return road ? this.basis.failModes[road] : 'strict';
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
    const live = await firstLive(candidates, chains);
    if (typeof live === 'string') return { reason: live };
    return outcomeOf(this.basis.policies.decide(request, live, now), 'granted');
  }

  #decideWithoutGrant(request: EvaluationRequest, now: Date): Outcome {
    if (linkOwner(request.subject.id) !== undefined) return { reason: 'no_grant' };
    const decision = this.basis.policies.decideDeclared(request, now);
    return decision ? outcomeOf(decision, 'permitted_by_policy') : { reason: 'no_grant' };
  }

  #response({ reason, by }: Outcome, age: number | undefined, failMode: FailMode): EvaluationResponse {
    const warnings = by?.advice.filter(({ mode }) => mode === 'warn') ?? [];
    return {
      decision: reason === 'granted' || reason === 'permitted_by_policy',
      context: {
        decision_id: `dec_${randomUUID()}`,
        policy_version: this.basis.policies.version,
        data_age_ms: age ?? null,
        fail_mode: failMode,
        reason,
        ...(by && { policies: by.determining }),
        ...(warnings.length > 0 && { advice: warnings.map(warningOf) }),
      },
    };
  }
}

function outcomeOf(by: PolicyDecision, allowed: DecisionReason): Outcome {
  return { reason: by.decision === 'allow' ? allowed : 'forbidden_by_policy', by };
}

function warningOf({ policy, control, would }: Advice): Warning {
  return { policy, control, would };
}

/** The first grant whose whole chain is live, or why there is none. */
async function firstLive(
  candidates: readonly AccessGrant[],
  chains: Chains,
): Promise<AccessGrant | DecisionReason> {
  let reason: DecisionReason = 'contained';
  for (const grant of candidates) {
    const state = await chains.read(grant.chain);
    if (state.state === 'live') return grant;
    if (state.reason !== 'contained') reason = 'markers_unknown';
  }
  return reason;
}
