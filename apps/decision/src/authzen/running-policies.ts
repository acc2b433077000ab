import {
  engineOf,
  parseGovernance,
  type Bundle,
  type Entity,
  type PolicyEngine,
  type Question,
  type RunningModel,
} from '@trivium/policy';
import type { AccessGrant } from '../projection/access-grant.js';
import type { AskedPolicies } from './decision.js';
import { DeclaredEntities } from './declared-entities.js';
import type { EvaluationRequest } from './evaluation-request.js';
import { questionOfDeclared, questionOfGrant, refOf } from './policy-question.js';

export interface PolicyLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface Version {
  readonly engine: PolicyEngine;
  readonly declared: DeclaredEntities;
}

/** The policies of the governance model that runs, ready to decide; the next version takes their place as a whole. */
export class RunningPolicies {
  #running: Version;

  /** Throws `InvalidGovernance` when the first version cannot be read. */
  constructor(
    model: Pick<RunningModel, 'bundle' | 'onAdopted'>,
    private readonly log: PolicyLog,
  ) {
    this.#running = versionOf(model.bundle);
    model.onAdopted((bundle) => this.#replace(bundle));
  }

  /** Of what decides, which an answer names. */
  get version(): string {
    return this.#running.engine.version;
  }

  /** May a live grant be used like this? */
  decide(request: EvaluationRequest, grant: Pick<AccessGrant, 'chain'>, now: Date): AskedPolicies {
    const { engine } = this.#running;
    return this.#asked(engine, questionOfGrant(engine, request, grant, now));
  }

  /** What the policies alone say about a subject that the governance files declare; undefined for every other. */
  decideDeclared(request: EvaluationRequest, now: Date): AskedPolicies | undefined {
    const { engine, declared } = this.#running;
    const entities: readonly Entity[] = declared.around(refOf(request.subject), refOf(request.resource));
    if (entities.length === 0) return undefined;
    return this.#asked(engine, questionOfDeclared(engine, request, entities, now));
  }

  #asked(engine: PolicyEngine, question: Question): AskedPolicies {
    const answer = engine.decide(question);
    const { errors } = answer;
    if (errors.length > 0) this.log.warn({ errors }, 'a policy could not be evaluated, so it denies');
    return { question, answer };
  }

  #replace(bundle: Bundle): void {
    const former = this.#running;
    try {
      this.#running = versionOf(bundle);
    } catch (error) {
      this.log.error({ err: error }, 'the policies of a new version cannot be read; the former ones go on');
      return;
    }
    former.engine.dispose();
  }
}

function versionOf(bundle: Bundle): Version {
  const governance = parseGovernance(bundle);
  return { engine: engineOf(governance), declared: new DeclaredEntities(governance.entities) };
}
