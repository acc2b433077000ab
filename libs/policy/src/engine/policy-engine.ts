import type { EntityJson } from '@cedar-policy/cedar-wasm/nodejs';
import QuickLRU from 'quick-lru';
import type { CedarSchema } from '../cedar/cedar-schema.js';
import { mayApply, type Policy } from '../cedar/policy.js';
import type { AdoptionMode } from '../model/adoption.js';
import { denied, type PolicyDecision } from './decision.js';
import { questionKey } from './question-key.js';
import { toEntityJson, type Question } from './question.js';
import { Slice } from './slice.js';

export interface EngineParts {
  readonly schema: CedarSchema;
  readonly policies: readonly Policy[];
  readonly modeOf: (control: string) => AdoptionMode;
  readonly version: string;
}

/** Evaluating policies costs more than all else of an answer, and few questions differ in what the policies look at. */
const rememberedDecisions = 10_000;

export interface Vocabulary {
  readonly principal: readonly string[];
  readonly resource: readonly string[];
  readonly context: readonly string[];
}

/** The action for every name that the schema does not know. */
const usualAction = 'use';

/** Decides by one version of the policies. They are parsed once and sliced, so that a decision meets only those that can apply to it. */
export class PolicyEngine {
  readonly #slices = new Map<string, Slice>();
  readonly #actions: ReadonlyMap<string, EntityJson>;
  readonly #decisions = new QuickLRU<string, PolicyDecision>({ maxSize: rememberedDecisions });
  readonly version: string;

  constructor(private readonly parts: EngineParts) {
    this.version = parts.version;
    this.#actions = new Map(
      [...parts.schema.actions].map(([action, { groups }]) => [action, actionEntity(action, groups)]),
    );
    for (const [action, rule] of parts.schema.actions)
      for (const type of rule.principals) {
        const policies = parts.policies.filter(({ scope }) => mayApply(scope, type, rule));
        const sliced = policies.map((policy) => ({ policy, mode: parts.modeOf(policy.control) }));
        this.#slices.set(sliceName(action, type), new Slice(sliced));
      }
  }

  /** Pure, synchronous, well below a millisecond. Denies whatever it cannot evaluate. */
  decide(question: Question): PolicyDecision {
    const slice = this.#slices.get(sliceName(question.action, question.principal.type));
    const action = this.#actions.get(question.action);
    if (!slice || !action)
      return denied(`no policy speaks of a ${question.principal.type} that does ${question.action}`);
    return this.#remembered(questionKey(question, slice.regard), () => evaluate(slice, action, question));
  }

  /** The names that policies may look at; what else a question says cannot change a decision. */
  vocabularyFor(action: string, principal: string, resource: string): Vocabulary {
    const { actions, attributes } = this.parts.schema;
    return {
      principal: attributes.get(principal) ?? [],
      resource: attributes.get(resource) ?? [],
      context: actions.get(action)?.context ?? [],
    };
  }

  /** An error names whom it is about, so it is another one each time. */
  #remembered(key: string | undefined, decide: () => PolicyDecision): PolicyDecision {
    if (key === undefined) return decide();
    const known = this.#decisions.get(key);
    if (known) return known;
    const decision = decide();
    if (decision.errors.length === 0) this.#decisions.set(key, decision);
    return decision;
  }

  /** The action of the schema for a name that a caller uses: `use` for those that it does not know. */
  actionFor(name: string): string {
    return this.parts.schema.actions.get(name)?.groups.has('access') ? name : usualAction;
  }

  /** The policies are forgotten; nothing may be decided afterwards. */
  dispose(): void {
    for (const slice of this.#slices.values()) slice.dispose();
    this.#slices.clear();
  }
}

/** Which groups an action belongs to, Cedar knows from its entities. */
function actionEntity(action: string, groups: ReadonlySet<string>): EntityJson {
  const parents = [...groups].filter((group) => group !== action).map((id) => ({ type: 'Action', id }));
  return { uid: { type: 'Action', id: action }, attrs: {}, parents };
}

function evaluate(slice: Slice, action: EntityJson, question: Question): PolicyDecision {
  const present = new Set(question.entities.map(({ uid }) => uidText(uid)));
  const absent = [question.principal, question.resource].filter((one) => !present.has(uidText(one)));
  if (absent.length > 0) return denied(`nothing is known of ${absent.map(uidText).join(' and ')}`);
  return slice.decide(question, [action, ...question.entities.map(toEntityJson)]);
}

const sliceName = (action: string, principalType: string) => `${action} ${principalType}`;
const uidText = ({ type, id }: { readonly type: string; readonly id: string }) =>
  `${type}::${JSON.stringify(id)}`;
