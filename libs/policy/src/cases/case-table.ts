import { z } from 'zod';
import type { CedarValue, Entity, EntityRef } from '../engine/question.js';
import type { Finding, Place } from '../text/finding.js';
import { readYaml } from '../text/read-yaml.js';
import type { SourceFile } from '../text/source-file.js';

const value: z.ZodType<CedarValue> = z.lazy(() =>
  z.union([z.string(), z.int(), z.boolean(), z.array(value), z.record(z.string(), value)]),
);
const attributes = z.record(z.string(), value);
const uid = z
  .string()
  .regex(/^[A-Z]\w*::"[^"\\]+"$/, 'must be written as Person::"ines"')
  .transform((text): EntityRef => {
    const at = text.indexOf('::');
    return { type: text.slice(0, at), id: text.slice(at + 3, -1) };
  });

const fixture = z.strictObject({
  is: uid,
  in: z.array(uid).default([]),
  attrs: attributes.default({}),
});

/** An entity of the table by its name, perhaps with other attributes: `ines`, or `{ like: ines, attrs: { status: left } }`. */
const participant = z
  .union([z.string(), z.strictObject({ like: z.string(), attrs: attributes })])
  .transform((given) => (typeof given === 'string' ? { like: given, attrs: {} } : given));

const row = z.strictObject({
  name: z.string().min(5),
  principal: participant,
  action: z.string(),
  resource: participant,
  context: attributes.default({}),
  expect: z.enum(['allow', 'deny']),
  /** The policies that decide; none where nothing permits. */
  because: z.array(z.string()),
});

const table = z.strictObject({
  entities: z.record(z.string(), fixture),
  /** What every case of this table has in its context, by action. */
  context: z.record(z.string(), attributes).default({}),
  cases: z.array(row).min(1),
});
type Table = z.output<typeof table>;
type Participant = z.output<typeof participant>;

/** One row of a decision table, ready to be asked. */
export interface DecisionCase {
  readonly name: string;
  readonly place: Place;
  readonly principal: EntityRef;
  readonly action: string;
  readonly resource: EntityRef;
  readonly context: Readonly<Record<string, CedarValue>>;
  readonly entities: readonly Entity[];
  readonly expect: 'allow' | 'deny';
  readonly because: readonly string[];
}

/** The rows of one `*.cases.yaml`; what is wrong with it is in `findings`. */
export function readCases(file: SourceFile, findings: Finding[]): readonly DecisionCase[] {
  const read = readYaml(table, file, findings);
  if (!read) return [];
  return read.value.cases.flatMap((row, index) => {
    const place = read.placeOf(['cases', index]);
    const unknown = [row.principal, row.resource].filter(
      ({ like }) => !Object.hasOwn(read.value.entities, like),
    );
    findings.push(
      ...unknown.map(({ like }) => ({ ...place, message: `${row.name}: the table has no entity "${like}"` })),
    );
    return unknown.length > 0 ? [] : [caseOf(read.value, row, place)];
  });
}

function caseOf(given: Table, row: Table['cases'][number], place: Place): DecisionCase {
  const principal = entityOf(given, row.principal);
  const resource = entityOf(given, row.resource);
  const taking = new Set([row.principal.like, row.resource.like]);
  const others = Object.keys(given.entities).filter((name) => !taking.has(name));
  const { name, action, expect, because } = row;
  return {
    name,
    place,
    principal: principal.uid,
    action,
    resource: resource.uid,
    context: { ...given.context[action], ...row.context },
    entities: distinct([principal, resource, ...others.map((like) => entityOf(given, { like, attrs: {} }))]),
    expect,
    because,
  };
}

function entityOf({ entities }: Table, { like, attrs }: Participant): Entity {
  const known = entities[like];
  if (!known) throw new Error(`the table has no entity "${like}"`);
  return { uid: known.is, parents: known.in, attrs: { ...known.attrs, ...attrs } };
}

/** Who is principal and resource at once stands there once. */
function distinct(entities: readonly Entity[]): readonly Entity[] {
  return [...new Map(entities.map((entity) => [`${entity.uid.type}::${entity.uid.id}`, entity])).values()];
}
