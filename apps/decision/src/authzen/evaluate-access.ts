import { linkOwner, type Road } from '@trivium/identity';
import type { ChainReader, ChainState } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import { randomUUID } from 'node:crypto';
import type { AccessGrant } from '../projection/access-grant.js';
import type { ResidentGrants } from '../projection/resident-grants.js';
import type { EvaluationRequest } from './evaluation-request.js';

/** Why a decision is what it is; a closed list. */
export type DecisionReason = 'granted' | 'no_grant' | 'contained' | 'markers_unknown' | 'stale_data';

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
  };
}

export type FailMode = 'strict' | 'best_effort';

export interface DecisionBasis {
  readonly policyVersion: string;
  readonly failModes: Readonly<Record<Road, FailMode>>;
  /** In strict mode nothing is permitted from data older than this. */
  readonly maxDataAgeMs: number;
  /** The moment as of which the grants are known; undefined while they are loading. */
  readonly grantsAsOf: () => Date | undefined;
}

/** May this subject do this to this resource now? Permits only on a resident grant whose whole chain is live at this moment. */
export class EvaluateAccess {
  constructor(
    private readonly grants: ResidentGrants,
    private readonly chains: ChainReader,
    private readonly clock: Clock,
    private readonly basis: DecisionBasis,
  ) {}

  /** `chains` stands in for the reader of every day where several questions are asked as of one moment. */
  async execute(
    { subject, action, resource }: EvaluationRequest,
    chains: Pick<ChainReader, 'read'> = this.chains,
  ): Promise<EvaluationResponse> {
    const now = this.clock.now();
    const asOf = this.basis.grantsAsOf();
    const age = asOf ? Math.max(0, now.getTime() - asOf.getTime()) : undefined;
    const failMode = this.#failModeOf(subject.id);
    const candidates = this.grants.find({ subjectId: subject.id, action: action.name, resource }, now);
    const reason = this.#isUsable(age, failMode) ? await this.#decide(candidates, chains) : 'stale_data';
    return this.#response(reason, age, failMode);
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

  async #decide(
    candidates: readonly AccessGrant[],
    chains: Pick<ChainReader, 'read'>,
  ): Promise<DecisionReason> {
    const reasons: DecisionReason[] = [];
    for (const { chain } of candidates) {
      const reason = reasonOf(await chains.read(chain));
      if (reason === 'granted') return reason;
      reasons.push(reason);
    }
    return reasons.includes('markers_unknown') ? 'markers_unknown' : (reasons[0] ?? 'no_grant');
  }

  #response(reason: DecisionReason, age: number | undefined, failMode: FailMode): EvaluationResponse {
    return {
      decision: reason === 'granted',
      context: {
        decision_id: `dec_${randomUUID()}`,
        policy_version: this.basis.policyVersion,
        data_age_ms: age ?? null,
        fail_mode: failMode,
        reason,
      },
    };
  }
}

function reasonOf(state: ChainState): DecisionReason {
  if (state.state === 'live') return 'granted';
  return state.reason === 'contained' ? 'contained' : 'markers_unknown';
}
