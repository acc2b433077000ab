import { z } from 'zod';

/** The part of JSON Schema (draft 7) that the reference shows. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly [keyword: string]: unknown;
}

/** What a writer has to send: fields may be added to it, so no object is closed unless its schema says so. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // A format says it shorter than the pattern that Zod adds to it, and every integer is a safe one.
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return rest as JsonSchema;
}

/** A value as one would write it. */
export const literal = (value: unknown): string =>
  `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

const formats: Readonly<Record<string, string>> = {
  uri: 'URL',
  'date-time': 'RFC 3339 time',
  base64: 'base64',
};

/** A schema in a few words, for a table. */
export function form(schema: JsonSchema): string {
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(', ');
  if (schema.anyOf) return schema.anyOf.map(form).join(' or ');
  if (schema.type === 'array') return `list of ${form(schema.items ?? {})}`;
  if (schema.type === 'integer' || schema.type === 'number') return `${schema.type}${bounds(schema)}`;
  if (schema.type === 'string') return formats[schema.format ?? ''] ?? shortPattern(schema.pattern) ?? 'text';
  return schema.type ?? 'text';
}

function bounds({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum}–${maximum}`;
  if (minimum !== undefined) return ` ≥ ${minimum}`;
  return maximum === undefined ? '' : ` ≤ ${maximum}`;
}

/** The prefix of an id is what a reader wants to know of its pattern. */
function shortPattern(pattern: string | undefined): string | undefined {
  const prefix = /^\^([a-z]+_)\[0-9a-f\]/.exec(pattern ?? '')?.[1];
  return prefix && `${prefix}<uuid>`;
}
