import { isMap, isNode, LineCounter, parseDocument, type Document, type Pair, type Scalar } from 'yaml';
import type { z } from 'zod';
import type { Finding, Place } from './finding.js';
import { placeAt, type SourceFile } from './source-file.js';

export interface YamlValue<T> {
  readonly value: T;
  /** The place of what stands at this path, or of the nearest thing around it. */
  placeOf(path: readonly PropertyKey[]): Place;
}

/** The file as the schema describes it; undefined when it is not, and then `findings` says every place where. */
export function readYaml<S extends z.ZodType>(
  schema: S,
  file: SourceFile,
  findings: Finding[],
): YamlValue<z.output<S>> | undefined {
  const document = parseDocument(file.text, { lineCounter: new LineCounter(), prettyErrors: false });
  const placeOf = (path: readonly PropertyKey[]) => placeAt(file, offsetOf(document, path));
  for (const { message, pos } of document.errors) findings.push({ ...placeAt(file, pos[0]), message });
  if (document.errors.length > 0) return undefined;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { value: parsed.data, placeOf };
  findings.push(...parsed.error.issues.flatMap((issue) => findingsOf(issue, placeOf)));
  return undefined;
}

function findingsOf(issue: z.core.$ZodIssue, placeOf: YamlValue<unknown>['placeOf']): Finding[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ ...placeOf(issue.path), message: sentence(issue.path, issue.message) }];
  return issue.keys.map((key) => ({
    ...placeOf([...issue.path, key]),
    message: sentence([...issue.path, key], 'is not a known key'),
  }));
}

function sentence(path: readonly PropertyKey[], message: string): string {
  return path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message;
}

/** A key stands where its name begins; an element of a list where it begins; what is missing, where its parent begins. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const at = startOf(document, path.slice(0, length));
    if (at !== undefined) return at;
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

function startOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const name = String(path.at(-1));
  if (isMap<Scalar>(parent)) return keyOf(parent.items, name)?.range?.[0];
  const node = document.getIn([...path], true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function keyOf(pairs: readonly Pair<Scalar>[], name: string): Scalar | undefined {
  return pairs.find(({ key }) => String(key.value) === name)?.key;
}
