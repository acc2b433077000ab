import { isSecret, type Settings } from '@trivium/runtime';
import { z } from 'zod';
import { form, jsonSchemaOf, literal } from './json-schema.js';
import { code, heading, page, table } from './markdown.js';

export interface ServiceSettings {
  readonly service: string;
  readonly settings: Settings;
}

export interface TargetKind {
  readonly kind: string;
  readonly schema: z.ZodObject;
}

interface Row {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly services: string[];
}

/** One row per setting; a name that two services describe differently has a row for each description. */
function rowsOf(services: readonly ServiceSettings[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { service, settings } of services) {
    for (const [name, schema] of Object.entries(settings)) {
      const key = `${name}\u0000${schema.description ?? ''}`;
      const row = rows.get(key) ?? { name, schema, services: [] };
      row.services.push(service);
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((one, other) => one.name.localeCompare(other.name));
}

/** What is taken when nothing is said. */
function defaultOf(schema: z.ZodType): string {
  const { success, data } = schema.safeParse(undefined);
  if (!success) return '**required**';
  if (data === undefined) return 'none';
  return Array.isArray(data) && data.length === 0 ? 'empty' : literal(data);
}

function sentence(schema: z.ZodType): string {
  const text = schema.description;
  if (!text) throw new Error('a setting without a sentence cannot be documented');
  return isSecret(schema) ? `${text} *Secret.*` : text;
}

/** What is written is text, so the default tells a switch. */
const value = (schema: z.ZodType) =>
  typeof schema.safeParse(undefined).data === 'boolean' ? '`true`, `false`' : form(jsonSchemaOf(schema));

function settingsTable(rows: readonly Row[], all: number): string {
  const shared = rows.every(({ services }) => services.length === all);
  const columns = ['Setting', 'Default', 'Value', 'What it says', ...(shared ? [] : ['Read by'])];
  return table(
    columns,
    rows.map(({ name, schema, services }) => [
      code(name),
      defaultOf(schema),
      value(schema),
      sentence(schema),
      ...(shared ? [] : [services.join(', ')]),
    ]),
  );
}

function targetTable(schema: z.ZodObject): string {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>).filter(
    ([name]) => name !== 'kind',
  );
  return table(
    ['Field', 'Default', 'Value', 'What it says'],
    fields.map(([name, field]) => [code(name), defaultOf(field), fieldValue(field), field.description ?? '']),
  );
}

/** A `Secret` is a class of our own, which JSON Schema cannot say. */
const fieldValue = (schema: z.ZodType) =>
  schema instanceof z.ZodCustom ? '`{ file }` or `{ env }`' : value(schema);

export function configPage(
  services: readonly ServiceSettings[],
  targets: readonly TargetKind[],
  limits: z.ZodObject,
): string {
  const rows = rowsOf(services);
  const [common, own] = [true, false].map((wanted) =>
    rows.filter(({ services: readers }) => (readers.length === services.length) === wanted),
  ) as [Row[], Row[]];
  return page([
    heading('Configuration', 'the `*.config.ts` files'),
    `A service reads its settings from the environment, once, at start. A setting that is missing or wrong, or a \`TRIVIUM_\` variable
that the service does not know, stops it with a line that names the variable and repeats no value. An empty variable counts as absent. A
setting marked *Secret* may instead be given as \`<NAME>_FILE\`, the path of a file that holds it.`,
    '## Every service',
    settingsTable(common, services.length),
    '## Some services',
    settingsTable(own, services.length),
    '## OpenTelemetry',
    `Traces and metrics are exported where \`OTEL_EXPORTER_OTLP_ENDPOINT\` names a collector. This and every other \`OTEL_*\` variable has the
meaning that the OpenTelemetry specification gives it; \`OTEL_SERVICE_NAME\` is the service's name there.`,
    '## Target systems',
    `The file that \`TRIVIUM_TARGETS_FILE\` names lists the systems in which a road ends access: \`targets: [{ name, kind, … }]\`. A secret is never
written in it; \`{ file: <path> }\` or \`{ env: <NAME> }\` says where it is. A field that the kind does not know is refused. Of every kind:`,
    targetTable(limits),
    ...targets.flatMap(({ kind, schema }) => [`### ${code(`kind: ${kind}`)}`, targetTable(schema)]),
  ]);
}
