import { linkOwner, type Road } from '@trivium/identity';
import type { CedarValue, Entity, EntityRef, PolicyEngine, Question } from '@trivium/policy';
import type { AccessGrant } from '../projection/access-grant.js';
import { cedarRecordOf, type Attributes } from './cedar-values.js';
import type { EvaluationRequest } from './evaluation-request.js';

const principalTypes: Readonly<Record<Road, string>> = {
  workforce: 'Person',
  workload: 'Nhi',
  agent: 'Agent',
};

/** Of ECMAScript, in milliseconds. */
const latestMoment = 8_640_000_000_000_000;

/**
 * What is known of an identity whose whole chain is live when the caller says no more: its road contains whoever is not active, and
 * whoever has had no owner for too long. The kind is the usual one of the road.
 */
const livePrincipal: Readonly<Record<Road, Attributes>> = {
  workforce: { kind: 'employee', status: 'active' },
  workload: {
    kind: 'workload_identity',
    status: 'active',
    environment: 'unclassified',
    dormant: false,
    ownerDeadline: latestMoment,
  },
  agent: { class: 'chatbot', status: 'active', attested: false },
};
const unclassified: Attributes = {
  environment: 'unclassified',
  sensitivity: 'unclassified',
  privileged: false,
  internetFacing: false,
};

type Engine = Pick<PolicyEngine, 'actionFor' | 'vocabularyFor'>;

/**
 * The question for the policies about access that a live grant names. What the caller says of subject and resource goes before
 * defaults, as far as the schema has a name for it.
 */
export function questionOfGrant(
  engine: Engine,
  { subject, action: asked, resource, context }: EvaluationRequest,
  { chain }: Pick<AccessGrant, 'chain'>,
  now: Date,
): Question {
  const road = linkOwner(subject.id) ?? 'workforce';
  const action = engine.actionFor(asked.name);
  const principal = { type: principalTypes[road], id: subject.id };
  const thing = { type: 'Resource', id: `${resource.type}:${resource.id}` };
  const names = engine.vocabularyFor(action, principal.type, thing.type);
  const delegatorActive = chain.some(({ id }) => linkOwner(id) === 'workforce');
  return {
    principal,
    action,
    resource: thing,
    context: {
      ...cedarRecordOf(names.context, context),
      delegatorActive,
      granted: true,
      now: now.getTime(),
    },
    entities: [
      entity(principal, { ...livePrincipal[road], ...cedarRecordOf(names.principal, subject.properties) }),
      entity(thing, { ...unclassified, ...cedarRecordOf(names.resource, resource.properties) }),
    ],
  };
}

/**
 * The question about a subject that the governance files themselves declare: its policies decide alone. A type of a caller is the
 * type of the schema that begins with a capital; what the files declare goes before what the caller says.
 */
export function questionOfDeclared(
  engine: Engine,
  { subject, action: asked, resource, context }: EvaluationRequest,
  declared: readonly Entity[],
  now: Date,
): Question {
  const action = engine.actionFor(asked.name);
  const [principal, thing] = [refOf(subject), refOf(resource)];
  const names = engine.vocabularyFor(action, principal.type, thing.type);
  const isDeclared = declared.some(({ uid }) => isSame(uid, thing));
  return {
    principal,
    action,
    resource: thing,
    context: { ...cedarRecordOf(names.context, context), granted: false, now: now.getTime() },
    entities: [...declared, ...(isDeclared ? [] : [entity(thing, saidOf(resource, names.resource))])],
  };
}

export function refOf({ type, id }: { readonly type: string; readonly id: string }): EntityRef {
  return { type: type.charAt(0).toUpperCase() + type.slice(1), id };
}

/** Drafts before 1.0 put properties beside type and id. */
function saidOf(
  { type: _, id: __, properties, ...beside }: EvaluationRequest['resource'],
  names: readonly string[],
): Attributes {
  return { ...cedarRecordOf(names, beside), ...cedarRecordOf(names, properties) };
}

function isSame(one: EntityRef, other: EntityRef): boolean {
  return one.type === other.type && one.id === other.id;
}

function entity(uid: EntityRef, attrs: Readonly<Record<string, CedarValue>>): Entity {
  return { uid, attrs, parents: [] };
}
