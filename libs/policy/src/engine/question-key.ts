import type { Regard } from '../cedar/regard.js';
import type { Entity, EntityRef, Question } from './question.js';

/** A longer one says too much to be asked twice. */
const longestKey = 2_000;

/**
 * The same text for questions that policies of this regard cannot tell apart; undefined for one that is not worth remembering.
 * Where moments are only compared, the order in which `now` stands to every number of the question takes the place of the moment.
 */
export function questionKey(question: Question, regard: Regard): string | undefined {
  const { now } = question.context;
  if (regard.now === 'exactly' || typeof now !== 'number') return undefined;
  const key = keyOf(question, now, regard, regard.identity === 'always');
  if (key.length > longestKey) return undefined;
  const isReferred = regard.identity === 'referred' && key.includes('"__entity"');
  return isReferred ? keyOf(question, now, regard, true) : key;
}

function keyOf(
  { principal, action, resource, entities, context: { now: _, ...said } }: Question,
  now: number,
  regard: Regard,
  named: boolean,
): string {
  const known = entities.map((entity) => knownOf(entity, principal, resource, named));
  const order = regard.now === 'compared' ? orderOf(now, [known, said]) : '';
  return JSON.stringify([principal.type, action, resource.type, known, said, order]);
}

function knownOf({ uid, attrs, parents }: Entity, principal: EntityRef, resource: EntityRef, named: boolean) {
  const role = [isSame(uid, principal) && 'principal', isSame(uid, resource) && 'resource'];
  const isOther = role.every((one) => one === false);
  return [role, named || isOther ? uid : '', attrs, parents];
}

const isSame = (one: EntityRef, other: EntityRef) => one.id === other.id && one.type === other.type;

/** `<`, `=` or `>` for each number, in the order in which they stand. */
function orderOf(now: number, value: unknown): string {
  if (typeof value === 'number') return now < value ? '<' : now > value ? '>' : '=';
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value)
    .map((inner) => orderOf(now, inner))
    .join('');
}
