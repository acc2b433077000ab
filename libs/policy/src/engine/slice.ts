import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Policy } from '../cedar/policy.js';
import { regardOfAll, type Regard } from '../cedar/regard.js';
import type { AdoptionMode } from '../model/adoption.js';
import type { Advice, PolicyDecision } from './decision.js';
import { PreparedPolicies } from './prepared-policies.js';
import type { Question } from './question.js';

export interface SlicedPolicy {
  readonly policy: Policy;
  readonly mode: AdoptionMode;
}

/** The policies that can apply to one action of one type of principal: those that decide, and those that only say what they would do. */
export class Slice {
  readonly #enforced: PreparedPolicies;
  readonly #adopting: ReadonlyMap<Policy['effect'], PreparedPolicies>;
  readonly #byId: ReadonlyMap<string, SlicedPolicy>;
  /** What all of them together look at. */
  readonly regard: Regard;

  constructor(policies: readonly SlicedPolicy[]) {
    const of = (wanted: (one: SlicedPolicy) => boolean) =>
      policies.filter(wanted).map(({ policy }) => policy);
    const adopting = (effect: Policy['effect']) =>
      of(({ policy, mode }) => mode !== 'enforce' && policy.effect === effect);
    this.#enforced = new PreparedPolicies(of(({ mode }) => mode === 'enforce'));
    this.#adopting = new Map(
      (['forbid', 'permit'] as const)
        .map((effect) => [effect, adopting(effect)] as const)
        .filter(([, some]) => some.length > 0)
        .map(([effect, some]) => [effect, new PreparedPolicies(some)]),
    );
    this.#byId = new Map(policies.map((one) => [one.policy.id, one]));
    this.regard = regardOfAll(policies.map(({ policy }) => policy.regard));
  }

  /** A policy that cannot be evaluated denies: it may have been the one that forbids. */
  decide(question: Question, entities: EntityJson[]): PolicyDecision {
    const { decision, policies, errors } = this.#enforced.evaluate(question, entities);
    const advice = this.#advice(question, entities);
    if (errors.length > 0) return { decision: 'deny', determining: [], advice, errors };
    return { decision, determining: policies, advice, errors };
  }

  dispose(): void {
    for (const prepared of [this.#enforced, ...this.#adopting.values()]) prepared.dispose();
  }

  /** One set per effect, because Cedar names the policies of one effect only. */
  #advice(question: Question, entities: EntityJson[]): readonly Advice[] {
    return [...this.#adopting].flatMap(([effect, prepared]) => {
      const { policies } = prepared.evaluate(question, entities);
      return policies.flatMap((id) => this.#adviceOf(id, effect));
    });
  }

  #adviceOf(id: string, effect: Policy['effect']): Advice[] {
    const known = this.#byId.get(id);
    if (!known || known.mode === 'enforce') return [];
    const would = effect === 'permit' ? 'allow' : 'deny';
    return [{ policy: id, control: known.policy.control, mode: known.mode, would }];
  }
}
