import { z } from 'zod';
import { toEntityJson, type CedarValue, type Entity, type EntityRef } from '../engine/question.js';
import type { Finding } from '../text/finding.js';
import { readYaml, type YamlValue } from '../text/read-yaml.js';
import { placeAt, type SourceFile } from '../text/source-file.js';
import { cedar } from './cedar.js';
import type { CedarSchema } from './cedar-schema.js';

export const entitiesFile = 'entities.json';

const value: z.ZodType<CedarValue> = z.lazy(() =>
  z.union([z.string(), z.int(), z.boolean(), z.array(value), z.record(z.string(), value)]),
);
const ref = z.strictObject({ type: z.string().min(1), id: z.string().min(1) });
const entities = z.array(
  z.strictObject({ uid: ref, attrs: z.record(z.string(), value), parents: z.array(ref) }),
);

/** Subjects and resources that no road knows, in Cedar's JSON form; undefined when they cannot be read, and then `findings` says where. */
export function readEntities(
  file: SourceFile,
  schema: CedarSchema,
  findings: Finding[],
): readonly Entity[] | undefined {
  // JSON is YAML (YAML 1.2, section 1.3), whose reader knows the lines.
  const read = readYaml(entities, file, findings);
  if (!read) return undefined;
  if (!isJson(file.text)) findings.push({ ...placeAt(file, 0), message: 'is not JSON' });
  findings.push(...repeated(read), ...typeErrors(read, schema));
  return read.value;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const nameOf = ({ type, id }: EntityRef) => `${type}::${JSON.stringify(id)}`;

function repeated({ value: all, placeOf }: YamlValue<readonly Entity[]>): Finding[] {
  const known = new Set<string>();
  return all.flatMap(({ uid }, at) => {
    const name = nameOf(uid);
    if (known.has(name)) return [{ ...placeOf([at, 'uid']), message: `${name} is declared twice` }];
    known.add(name);
    return [];
  });
}

function typeErrors({ value: all, placeOf }: YamlValue<readonly Entity[]>, schema: CedarSchema): Finding[] {
  return all.flatMap((entity, at) => {
    const answer = cedar().checkParseEntities({ entities: [toEntityJson(entity)], schema: schema.text });
    if (answer.type === 'success') return [];
    return answer.errors.map(({ message, help }) => ({
      ...placeOf([at, 'uid']),
      message: `${nameOf(entity.uid)}: ${message}`,
      ...(help && { help }),
    }));
  });
}
