import type { ActionConstraint, PolicyJson, PrincipalConstraint } from '@cedar-policy/cedar-wasm/nodejs';
import type { Place } from '../text/finding.js';
import type { ActionRule } from './cedar-schema.js';
import type { Regard } from './regard.js';

/** One permit or forbid. */
export interface Policy {
  readonly id: string;
  readonly description: string;
  /** The control that it carries out. */
  readonly control: string;
  readonly effect: 'permit' | 'forbid';
  readonly text: string;
  /** What it says, without annotations, comments and layout. */
  readonly meaning: string;
  readonly scope: PolicyScope;
  readonly regard: Regard;
  readonly place: Place;
}

/** From the head of a policy: where it can apply at all. */
export interface PolicyScope {
  /** Undefined for every type of principal. */
  readonly principalType?: string;
  /** Actions and groups of actions; undefined for every action. */
  readonly actions?: readonly string[];
}

export function mayApply({ principalType, actions }: PolicyScope, type: string, rule: ActionRule): boolean {
  if (principalType !== undefined && principalType !== type) return false;
  return actions === undefined || actions.some((name) => rule.groups.has(name));
}

export function scopeOf({ principal, action }: Pick<PolicyJson, 'principal' | 'action'>): PolicyScope {
  const principalType = principalTypeOf(principal);
  const actions = actionsOf(action);
  return { ...(principalType !== undefined && { principalType }), ...(actions && { actions }) };
}

/** `in` says nothing about the type: a person may be in a role. */
function principalTypeOf(constraint: PrincipalConstraint): string | undefined {
  if (constraint.op === 'is') return constraint.entity_type;
  return constraint.op === '==' && 'entity' in constraint ? typeAndId(constraint.entity).type : undefined;
}

function actionsOf(constraint: ActionConstraint): readonly string[] | undefined {
  if (constraint.op === 'All') return undefined;
  if ('entities' in constraint) return constraint.entities.map((entity) => typeAndId(entity).id);
  return 'entity' in constraint ? [typeAndId(constraint.entity).id] : undefined;
}

function typeAndId(uid: { __entity: { type: string; id: string } } | { type: string; id: string }) {
  return '__entity' in uid ? uid.__entity : uid;
}

/** The same text for what means the same, whatever the annotations. */
export function meaningOf({ annotations: _, ...rest }: PolicyJson): string {
  return JSON.stringify(rest);
}
