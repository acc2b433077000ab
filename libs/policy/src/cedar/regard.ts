import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';

/** What a policy looks at besides the attributes of its principal and resource and the rest of the context. */
export interface Regard {
  /** Which entities they are, not only what is known of them. `referred`: only where an attribute or the context names an entity. */
  readonly identity: 'never' | 'referred' | 'always';
  /** `compared`: it only asks whether the moment is before or after one that the question holds. */
  readonly now: 'never' | 'compared' | 'exactly';
}

const nothing: Regard = { identity: 'never', now: 'never' };
const byName: Regard = { identity: 'always', now: 'never' };
const everything: Regard = { identity: 'always', now: 'exactly' };
const comparisons = new Set(['<', '<=', '>', '>=']);
const identities = ['never', 'referred', 'always'] as const;
const moments = ['never', 'compared', 'exactly'] as const;

/** Of a policy in Cedar's JSON form. What is not understood counts as looked at. */
export function regardOf({ principal, resource, conditions }: PolicyJson): Regard {
  const scope = namesSomebody(principal) || namesSomebody(resource) ? byName : nothing;
  return regardOfAll([scope, ...conditions.map(({ body }) => ofExpression(body))]);
}

export function regardOfAll(regards: readonly Regard[]): Regard {
  return {
    identity: furthest(
      identities,
      regards.map(({ identity }) => identity),
    ),
    now: furthest(
      moments,
      regards.map(({ now }) => now),
    ),
  };
}

function furthest<T>(scale: readonly [T, ...T[]], found: readonly T[]): T {
  return scale[Math.max(0, ...found.map((one) => scale.indexOf(one)))] ?? scale[0];
}

/** `principal` and `principal is Person` name nobody. */
function namesSomebody(constraint: PolicyJson['principal'] | PolicyJson['resource']): boolean {
  return !(constraint.op === 'All' || (constraint.op === 'is' && !constraint.in));
}

/** Operators whose result follows from their operands alone. */
const plain = new Set(
  [
    '!',
    'neg',
    '==',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    '+',
    '-',
    '*',
    '&&',
    '||',
    'if-then-else',
    'Set',
    'Record',
  ].concat(
    ['contains', 'containsAll', 'containsAny', 'isEmpty', 'decimal', 'ip', 'isIpv4', 'isIpv6'],
    [
      'isLoopback',
      'isMulticast',
      'isInRange',
      'lessThan',
      'lessThanOrEqual',
      'greaterThan',
      'greaterThanOrEqual',
    ],
  ),
);

/** An expression is a record with one member, named for its operator. */
function ofExpression(expression: unknown): Regard {
  if (typeof expression !== 'object' || expression === null) return everything;
  return regardOfAll(Object.entries(expression).map(([operator, operand]) => ofOperation(operator, operand)));
}

function ofOperation(operator: string, operand: unknown): Regard {
  if (operator === 'Value') return ofValue(operand);
  if (operator === 'Var') return ofVariable(operand);
  if (operator === '.' || operator === 'has') return ofAttribute(operand);
  if (operator === 'like') return ofExpression(member(operand, 'left'));
  if (operator === 'is' && isVariable(member(operand, 'left')) && !member(operand, 'in')) return nothing;
  if (comparisons.has(operator) && isOrder(operand)) return { ...nothing, now: 'compared' };
  return plain.has(operator) ? regardOfAll(operandsOf(operand).map(ofExpression)) : everything;
}

/** Questions about different actions are told apart anyway. */
function ofVariable(name: unknown): Regard {
  if (name === 'action') return nothing;
  return name === 'principal' || name === 'resource' ? byName : everything;
}

function ofValue(value: unknown): Regard {
  const type = member(member(value, '__entity'), 'type');
  return type === 'Action' || !JSON.stringify(value).includes('__entity') ? nothing : byName;
}

/** What is read through another attribute may be an entity, and which one it is decides whether anything is known of it. */
function ofAttribute(access: unknown): Regard {
  if (isNow(access)) return everything;
  const left = member(access, 'left');
  return isVariable(left) ? nothing : regardOfAll([{ ...nothing, identity: 'referred' }, ofExpression(left)]);
}

/** A moment of the question itself is in view of whoever orders its numbers; one that stands in the policy is not. */
function isOrder(operand: unknown): boolean {
  const sides = [member(operand, 'left'), member(operand, 'right')];
  return sides.every(isAttribute) && sides.some((side) => isNow(member(side, '.')));
}

const operandsOf = (operand: unknown): readonly unknown[] =>
  typeof operand === 'object' && operand !== null ? Object.values(operand) : [operand];
const isVariable = (expression: unknown) => member(expression, 'Var') !== undefined;
const isAttribute = (expression: unknown) => isVariable(member(member(expression, '.'), 'left'));
const isNow = (access: unknown) =>
  member(access, 'attr') === 'now' && member(member(access, 'left'), 'Var') === 'context';

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
