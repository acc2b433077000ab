import type { CedarValueJson, EntityJson } from '@cedar-policy/cedar-wasm/nodejs';

export type CedarValue = CedarValueJson;

/** An entity by the name of its type in the schema. */
export interface EntityRef {
  readonly type: string;
  readonly id: string;
}

/** An entity with what is known of it. */
export interface Entity {
  readonly uid: EntityRef;
  readonly attrs: Readonly<Record<string, CedarValue>>;
  readonly parents: readonly EntityRef[];
}

/** May this principal do this to this resource, as things stand? */
export interface Question {
  readonly principal: EntityRef;
  /** An action of the schema; see `PolicyEngine.actionFor` for the names that callers use. */
  readonly action: string;
  readonly resource: EntityRef;
  readonly context: Readonly<Record<string, CedarValue>>;
  /** MUST hold the principal and the resource, and every entity that their attributes name. */
  readonly entities: readonly Entity[];
}

export function toEntityJson({ uid, attrs, parents }: Entity): EntityJson {
  return { uid: { ...uid }, attrs: { ...attrs }, parents: parents.map((parent) => ({ ...parent })) };
}
