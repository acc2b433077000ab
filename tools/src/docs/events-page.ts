import type { EventDefinition } from '@trivium/contracts';
import { keyTemplate } from './event-key.js';
import { fieldsOf } from './fields.js';
import { jsonSchemaOf } from './json-schema.js';
import { code, heading, page, table } from './markdown.js';

/** An event's contract, with the sample of it that every later version must still read. */
export interface SampledEvent {
  readonly definition: EventDefinition;
  readonly sample: unknown;
}

export interface TopicAccess {
  readonly topic: string;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
}

function eventSection({ definition, sample }: SampledEvent): string {
  const fields = table(['Field', 'Value', 'Required'], fieldsOf(jsonSchemaOf(definition.data)));
  const lines = JSON.stringify(sample, null, 2);
  return page([
    `### ${code(definition.type)}`,
    `${definition.summary} Key: ${code(keyTemplate(definition))}.`,
    fields,
    `<details><summary>Sample</summary>\n\n\`\`\`json\n${lines}\n\`\`\`\n\n</details>`,
  ]);
}

function topicSection({ topic, writers, readers }: TopicAccess, events: readonly SampledEvent[]): string[] {
  return [
    `## ${code(topic)}`,
    `Written by ${writers.join(', ')}. Read by ${readers.join(', ')}.`,
    ...events.filter(({ definition }) => definition.topic === topic).map(eventSection),
  ];
}

export function eventsPage(events: readonly SampledEvent[], topics: readonly TopicAccess[]): string {
  const own = topics.filter(({ topic }) => events.some(({ definition }) => definition.topic === topic));
  const failures = topics.filter((topic) => !own.includes(topic));
  return page([
    heading('Events', '`libs/contracts` and its golden samples'),
    `CloudEvents 1.0 in Kafka's binary mode: the attributes travel as headers \`ce_id\`, \`ce_type\`, \`ce_source\`, \`ce_time\`, \`ce_subject\` (the key), and
\`ce_traceparent\`, \`ce_causationid\` (the event that caused this one) and \`ce_policyversion\` where there are any; the body is JSON. The same
contracts as a machine reads them: [asyncapi.yaml](asyncapi.yaml).`,
    `One identity is one key, so its events have one order. An event can arrive twice: \`ce_id\` tells. Fields may be added to an event without a new
version, so a reader ignores those that it does not know. No secret ever travels here.`,
    ...own.flatMap((topic) => topicSection(topic, events)),
    '## Failures',
    `What a service could not handle waits in its own retry topic, and after the last try in its own dead-letter topic with the reason as headers.
\`GET /v1/<service>/dead-letters\` lists those of workforce, workload, agent and audit, and \`POST /v1/<service>/dead-letters/<event id>/replay\` gives one its second
chance. The events in them are the events above.`,
    table(
      ['Topic', 'Written and read by'],
      failures.map(({ topic, readers }) => [code(topic), readers.join(', ')]),
    ),
  ]);
}
