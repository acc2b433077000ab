import type { Link } from '@trivium/identity';
import type { EvaluationRequest } from '../authzen/evaluation-request.js';
import { canonicalJson } from './canonical-json.js';

/** Who was refused what: the part of a question on which a grant depends. Its context is no part, since no grant depends on it. */
export type DeniedAccess = Pick<EvaluationRequest, 'subject' | 'action' | 'resource'>;

/** A denial that could be asked about, as the decision point vouches for it. */
export interface Denial extends DeniedAccess {
  readonly evaluationId: string;
  /** The registered caller that was told so; only it may ask. */
  readonly caller: string;
  /** The subject in the generation in which it was denied. */
  readonly link: Link;
  readonly reason: string;
  readonly template: string;
}

/** Seconds for which a denial can be asked about. */
export const denialSeconds = 600;

/** The most characters that a denial which is asked about may name: it travels three times. */
export const maxDeniedLength = 8_192;

type Subject = DeniedAccess['subject'];

/** Access request profile, section 21.1.4: structural comparison, member by member, of everything but the actor. */
export function isSameAccess(one: DeniedAccess, other: DeniedAccess): boolean {
  return namedBy(one) === namedBy(other);
}

export function isSameSubject(one: Subject, other: Subject): boolean {
  return canonicalJson(withoutActor(one)) === canonicalJson(withoutActor(other));
}

export function isTooLong(denied: DeniedAccess): boolean {
  return namedBy(denied).length > maxDeniedLength;
}

function namedBy({ subject, action, resource }: DeniedAccess): string {
  return canonicalJson({ subject: withoutActor(subject), action, resource });
}

/** A caller may name the actor elsewhere, and then has perhaps no properties left. */
function withoutActor({ properties, ...who }: Subject): Subject {
  const { act: _, ...rest } = properties ?? {};
  return Object.keys(rest).length === 0 ? who : { ...who, properties: rest };
}
