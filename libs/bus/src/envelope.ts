import { eventsByType, type EventData, type EventDefinition } from '@trivium/contracts';
import { context, propagation } from '@opentelemetry/api';
import type { IHeaders, Message } from 'kafkajs';
import { v7 as uuidv7 } from 'uuid';

/** What travels beside the data: CloudEvents 1.0 attributes, its distributed tracing extension and two of our own. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** When the fact became true, RFC 3339. */
  readonly time: string;
  /** The partition key. */
  readonly subject: string;
  readonly traceparent?: string;
  /** The id of the event that caused this one. */
  readonly causationid?: string;
  /** The policy version under which it was decided. */
  readonly policyversion?: string;
}

export interface EventMessage {
  readonly envelope: Envelope;
  readonly topic: string;
  readonly value: string;
}

export interface Circumstances {
  readonly source: string;
  readonly time: Date;
  readonly id?: string;
  readonly causationId?: string;
  readonly policyVersion?: string;
}

/** The message is no event that this version can read; trying again cannot help. */
export class UnreadableEvent extends Error {
  readonly code = 'ERR_UNREADABLE_EVENT';
}

/** Data is parsed against the contract before it leaves, so no consumer ever sees what the contract forbids. */
export function toEvent<Definition extends EventDefinition>(
  definition: Definition,
  data: EventData<Definition>,
  how: Circumstances,
): EventMessage {
  const parsed = definition.data.parse(data);
  return toWrittenEvent(definition, { key: definition.key(parsed), value: JSON.stringify(parsed) }, how);
}

/** For data that stand as JSON already and were typed by the contract when they were written; they are not read again. */
export function toWrittenEvent(
  definition: Pick<EventDefinition, 'topic' | 'type'>,
  { key, value }: { readonly key: string; readonly value: string },
  how: Circumstances,
): EventMessage {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return {
    topic: definition.topic,
    value,
    envelope: {
      id: how.id ?? `evt_${uuidv7()}`,
      type: definition.type,
      source: how.source,
      time: how.time.toISOString(),
      subject: key,
      ...(carrier.traceparent && { traceparent: carrier.traceparent }),
      ...(how.causationId && { causationid: how.causationId }),
      ...(how.policyVersion && { policyversion: how.policyVersion }),
    },
  };
}

/** CloudEvents Kafka protocol binding 1.0.2, section 3.2: binary content mode. */
export function toKafkaMessage(event: EventMessage): Message {
  const attributes = Object.entries(event.envelope).map(([name, value]): [string, string] => [
    `ce_${name}`,
    String(value),
  ]);
  return {
    key: event.envelope.subject,
    value: event.value,
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ...Object.fromEntries(attributes),
    } satisfies Record<string, string>,
  };
}

/** One header as text; Kafka allows a header to repeat, the first counts. */
export function headerText(headers: IHeaders | undefined, name: string): string | undefined {
  const value = headers?.[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? undefined : first.toString();
}

function attribute(headers: IHeaders | undefined, name: string): string {
  const value = headerText(headers, `ce_${name}`);
  if (!value) throw new UnreadableEvent(`the header ce_${name} is missing`);
  return value;
}

export interface ReceivedEvent {
  readonly envelope: Envelope;
  readonly data: Record<string, unknown>;
}

/** Reads a message by its contract: unknown fields are dropped, a violated contract is `UnreadableEvent`. */
export function fromKafkaMessage(message: Pick<Message, 'headers' | 'value'>): ReceivedEvent {
  const { headers } = message;
  const type = attribute(headers, 'type');
  const definition = eventsByType.get(type);
  if (!definition) throw new UnreadableEvent(`no contract for the type "${type}"`);
  const optional = (name: string) => headerText(headers, `ce_${name}`);
  const [traceparent, causationid, policyversion] = [
    optional('traceparent'),
    optional('causationid'),
    optional('policyversion'),
  ];
  return {
    data: parseData(definition, message.value),
    envelope: {
      id: attribute(headers, 'id'),
      type,
      source: attribute(headers, 'source'),
      time: attribute(headers, 'time'),
      subject: attribute(headers, 'subject'),
      ...(traceparent && { traceparent }),
      ...(causationid && { causationid }),
      ...(policyversion && { policyversion }),
    },
  };
}

function parseData(definition: EventDefinition, value: Message['value']): Record<string, unknown> {
  const parsed = definition.data.safeParse(parseJson(value));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || '(body)');
  throw new UnreadableEvent(`${definition.type} violates its contract at ${fields.join(', ')}`);
}

function parseJson(value: Message['value']): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch (cause) {
    throw new UnreadableEvent('the body is no JSON', { cause });
  }
}
