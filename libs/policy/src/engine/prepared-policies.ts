import type { EntityJson, Response } from '@cedar-policy/cedar-wasm/nodejs';
import { cedar } from '../cedar/cedar.js';
import type { Policy } from '../cedar/policy.js';
import type { Question } from './question.js';

/** Cedar keeps what it has parsed under a name, for ever; names are used again so that replaced policies are not kept too. */
const freeNames: string[] = [];
let namesMade = 0;

function takeName(): string {
  const free = freeNames.pop();
  if (free !== undefined) return free;
  namesMade += 1;
  return `trivium-${namesMade}`;
}

export interface Evaluation {
  readonly decision: 'allow' | 'deny';
  readonly policies: readonly string[];
  readonly errors: readonly string[];
}

/** A few policies, parsed once. */
export class PreparedPolicies {
  readonly #name = takeName();

  constructor(policies: readonly Policy[]) {
    this.#prepare(Object.fromEntries(policies.map(({ id, text }) => [id, text])));
  }

  evaluate({ principal, action, resource, context }: Question, entities: EntityJson[]): Evaluation {
    const answer = cedar().statefulIsAuthorized({
      preparsedPolicySetId: this.#name,
      principal: { ...principal },
      action: { type: 'Action', id: action },
      resource: { ...resource },
      context: { ...context },
      entities,
    });
    if (answer.type === 'success') return evaluationOf(answer.response);
    return { decision: 'deny', policies: [], errors: answer.errors.map(({ message }) => message) };
  }

  /** Nothing may be evaluated afterwards. */
  dispose(): void {
    this.#prepare({});
    freeNames.push(this.#name);
  }

  #prepare(staticPolicies: Record<string, string>): void {
    const answer = cedar().preparsePolicySet(this.#name, { staticPolicies });
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  }
}

function evaluationOf({ decision, diagnostics }: Response): Evaluation {
  const errors = diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`);
  return { decision, policies: [...diagnostics.reason].sort(), errors: errors.sort() };
}
