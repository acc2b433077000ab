import { stringify } from 'yaml';
import type { SampledEvent } from './events-page.js';
import { keyTemplate } from './event-key.js';
import { jsonSchemaOf, type JsonSchema } from './json-schema.js';

const reference = (path: string) => ({ $ref: `#/${path}` });

/** CloudEvents attributes as the Kafka protocol binding 1.0.2 writes them in binary content mode (section 3.2). */
const cloudEventHeaders: JsonSchema = {
  type: 'object',
  required: ['content-type', 'ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'ce_subject'],
  properties: {
    'content-type': { const: 'application/json' },
    ce_specversion: { const: '1.0' },
    ce_id: { type: 'string', description: 'The same for every delivery of the same event.' },
    ce_type: { type: 'string', description: 'The fact and the version of its contract.' },
    ce_source: { type: 'string', description: 'The service, or the gateway and the webhook source.' },
    ce_time: { type: 'string', format: 'date-time', description: 'When the fact became true.' },
    ce_subject: { type: 'string', description: 'The partition key.' },
    ce_traceparent: { type: 'string', description: 'W3C Trace Context of what caused it.' },
    ce_causationid: { type: 'string', description: 'ce_id of the event that caused this one.' },
    ce_policyversion: { type: 'string', description: 'The governance model under which it was decided.' },
  },
};

function message({ definition, sample }: SampledEvent) {
  const { type, summary, data } = definition;
  return {
    name: type,
    summary,
    contentType: 'application/json',
    headers: {
      allOf: [
        reference('components/schemas/cloudEventHeaders'),
        { type: 'object', properties: { ce_type: { const: type } } },
      ],
    },
    payload: jsonSchemaOf(data),
    bindings: {
      kafka: {
        key: { type: 'string', description: `Made of ${keyTemplate(definition)}.` },
        bindingVersion: '0.5.0',
      },
    },
    examples: [{ name: 'golden', payload: sample }],
  };
}

function channel(topic: string, events: readonly SampledEvent[]) {
  const types = events.map(({ definition }) => definition.type);
  const messages = types.map((type) => [type, reference(`components/messages/${type}`)]);
  return {
    address: topic,
    messages: Object.fromEntries(messages) as object,
    bindings: { kafka: { topic, bindingVersion: '0.5.0' } },
  };
}

/** AsyncAPI 3.0 of everything that Trivium publishes, in YAML. */
export function asyncApi(events: readonly SampledEvent[], version: string): string {
  const topics = [...new Set(events.map(({ definition }) => definition.topic))].sort();
  const of = (topic: string) => events.filter(({ definition }) => definition.topic === topic);
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Trivium',
      version,
      description:
        'Events of the three roads, the audit record and the SOC stream: CloudEvents 1.0 on Kafka in binary content mode.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: '127.0.0.1:7492',
        protocol: 'kafka',
        description: 'The embedded broker of `npm start`; another port when this one is taken.',
        security: [reference('components/securitySchemes/scram')],
      },
    },
    channels: Object.fromEntries(topics.map((topic) => [topic, channel(topic, of(topic))])) as object,
    operations: Object.fromEntries(
      topics.map((topic) => [
        `publish.${topic}`,
        {
          action: 'send',
          channel: reference(`channels/${topic}`),
          summary: `What Trivium says on ${topic}.`,
        },
      ]),
    ) as object,
    components: {
      securitySchemes: {
        scram: { type: 'scramSha512', description: 'Each principal reads and writes its own topics only.' },
      },
      schemas: { cloudEventHeaders },
      messages: Object.fromEntries(events.map((event) => [event.definition.type, message(event)])) as object,
    },
  };
  return `# Made by \`npm run gen\` from libs/contracts; change that, not this file.\n${stringify(document, { lineWidth: 120, aliasDuplicateObjects: false })}`;
}
