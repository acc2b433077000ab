import { toEvent, toKafkaMessage } from '@trivium/bus';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { asyncApi } from './asyncapi.js';
import { keyTemplate } from './event-key.js';
import { jsonSchemaOf, type JsonSchema } from './json-schema.js';
import { sampledEvents } from './sources.js';

interface Document {
  readonly components: {
    readonly schemas: { readonly cloudEventHeaders: JsonSchema };
    readonly messages: Readonly<Record<string, { readonly payload: JsonSchema }>>;
  };
}

const specification = createRequire(import.meta.url).resolve(
  '@asyncapi/specs/schemas/3.0.0-without-$id.json',
);
const events = await sampledEvents();
const document = parse(asyncApi(events, '0.1.0')) as Document;
const ajv = new Ajv({ strict: false, allErrors: true });
formats.default(ajv);

function complaints(schema: object, value: unknown): string[] {
  const validate = ajv.compile(schema);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

describe('the AsyncAPI document', () => {
  it('is valid by the schema of AsyncAPI 3.0', async () => {
    const schema = JSON.parse(await readFile(specification, 'utf8')) as object;
    expect(complaints(schema, document)).toEqual([]);
    expect(complaints(schema, { ...document, channels: 1 })).not.toEqual([]);
  });

  const named = events.map((event) => ({ name: event.definition.type, ...event }));

  it.each(named)('$name: its sample has the described form', ({ name, sample }) => {
    expect(complaints(document.components.messages[name]!.payload, sample)).toEqual([]);
    expect(complaints(document.components.messages[name]!.payload, {})).not.toEqual([]);
  });

  it.each(named)('$name: what is really sent has the described headers', ({ definition, sample }) => {
    const data = definition.data.parse(sample);
    const how = { source: 'trivium:spec', time: new Date(0), causationId: 'evt_1', policyVersion: '1' };
    const { headers, key } = toKafkaMessage(toEvent(definition, data, how));
    const { cloudEventHeaders } = document.components.schemas;
    expect(complaints({ ...cloudEventHeaders, additionalProperties: false }, headers)).toEqual([]);
    expect(key).toBe(filled(keyTemplate(definition), data));
  });

  it('knows the ids by their prefix', () => {
    const left = events.find(({ definition }) => definition.type === 'workforce.person.left.v1')!;
    const { properties } = jsonSchemaOf(left.definition.data);
    expect(properties?.personId).toMatchObject({
      type: 'string',
      pattern: expect.stringMatching('^\\^per_'),
    });
  });
});

/** The template with the event's own values. */
function filled(template: string, data: Record<string, unknown>): string {
  return template.replaceAll(/\{([^}]+)\}/g, (_, path: string) =>
    String(path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], data)),
  );
}
