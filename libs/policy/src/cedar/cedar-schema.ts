import { z } from 'zod';
import type { Finding } from '../text/finding.js';
import type { SourceFile } from '../text/source-file.js';
import { cedar } from './cedar.js';
import { toFinding } from './cedar-errors.js';

export const schemaFile = 'trivium.cedarschema';

/** What the schema says about one action. */
export interface ActionRule {
  /** The groups it belongs to, itself among them, at any depth. */
  readonly groups: ReadonlySet<string>;
  readonly principals: readonly string[];
  readonly resources: readonly string[];
  /** The names that its context may hold. */
  readonly context: readonly string[];
}

export interface CedarSchema {
  readonly text: string;
  /** The same without comments and layout. */
  readonly json: string;
  readonly entityTypes: readonly string[];
  /** The names of the attributes of each type. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** Actions that can be asked about; groups are none. */
  readonly actions: ReadonlyMap<string, ActionRule>;
}

/** A record, or the name of one. */
const record = z.object({
  type: z.string(),
  name: z.string().optional(),
  attributes: z.record(z.string(), z.unknown()).optional(),
});
const action = z.object({
  appliesTo: z
    .object({
      principalTypes: z.array(z.string()),
      resourceTypes: z.array(z.string()),
      context: record.optional(),
    })
    .optional(),
  memberOf: z.array(z.object({ id: z.string() })).default([]),
});
/** Trivium's types stand in no namespace. */
const shape = z.object({
  '': z.object({
    commonTypes: z.record(z.string(), record).default({}),
    entityTypes: z.record(z.string(), z.object({ shape: record.optional() })),
    actions: z.record(z.string(), action),
  }),
});
type RecordType = z.output<typeof record>;
type CommonTypes = Readonly<Record<string, RecordType>>;
type Actions = Readonly<Record<string, z.output<typeof action>>>;

/** The schema; undefined when it cannot be read, and then `findings` says why. */
export function readSchema(file: SourceFile, findings: Finding[]): CedarSchema | undefined {
  const answer = cedar().schemaToJson(file.text);
  if (answer.type === 'failure') {
    findings.push(...answer.errors.map((error) => toFinding(file, 0, file.text, error)));
    return undefined;
  }
  const parsed = shape.safeParse(answer.json);
  if (!parsed.success || Object.keys(answer.json).length !== 1) {
    findings.push({ file: file.path, line: 1, column: 1, message: 'declares its types in no namespace' });
    return undefined;
  }
  const { commonTypes, entityTypes, actions } = parsed.data[''];
  return {
    text: file.text,
    json: JSON.stringify(answer.json),
    entityTypes: Object.keys(entityTypes),
    attributes: new Map(
      Object.entries(entityTypes).map(([name, { shape: its }]) => [name, namesOf(its, commonTypes)]),
    ),
    actions: new Map(askable(actions, commonTypes)),
  };
}

function askable(actions: Actions, commonTypes: CommonTypes): [string, ActionRule][] {
  return Object.entries(actions).flatMap(([name, { appliesTo }]): [string, ActionRule][] => {
    if (!appliesTo || appliesTo.principalTypes.length === 0) return [];
    const { principalTypes: principals, resourceTypes: resources } = appliesTo;
    const context = namesOf(appliesTo.context, commonTypes);
    return [[name, { groups: groupsOf(name, actions), principals, resources, context }]];
  });
}

function namesOf(type: RecordType | undefined, commonTypes: CommonTypes): readonly string[] {
  if (!type) return [];
  if (type.attributes) return Object.keys(type.attributes);
  return namesOf(commonTypes[type.name ?? type.type], commonTypes);
}

function groupsOf(name: string, actions: Actions, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name)) return known;
  known.add(name);
  for (const { id } of actions[name]?.memberOf ?? []) groupsOf(id, actions, known);
  return known;
}
