import { toKafkaMessage, type EventMessage } from '@trivium/bus';
import { Problem, type Task } from '@trivium/runtime';
import type { Message, Producer, TopicMessages } from 'kafkajs';
import type { EventPublisher } from './event-publisher.js';
import { GroupCommit } from './group-commit.js';

const patienceMs = 8_000;

/** Publishes to Kafka; what arrives while a request is under way shares the next one. */
export class KafkaEventPublisher implements EventPublisher, Task {
  readonly name = 'event-publisher';
  readonly #commit: GroupCommit<readonly EventMessage[]>;

  constructor(private readonly producer: Producer) {
    this.#commit = new GroupCommit((groups) => this.#send(groups.flat()), 200);
  }

  async start(): Promise<void> {
    await this.producer.connect();
  }

  async stop(): Promise<void> {
    await this.producer.disconnect();
  }

  async publish(events: readonly EventMessage[]): Promise<void> {
    if (events.length === 0) return;
    try {
      await withPatience(this.#commit.add(events));
    } catch (cause) {
      const detail = 'The event could not be stored; send it again.';
      throw new Problem(
        { status: 503, code: 'ERR_UNAVAILABLE', detail, headers: { 'retry-after': '5' } },
        { cause },
      );
    }
  }

  async #send(events: readonly EventMessage[]): Promise<void> {
    await this.producer.sendBatch({ acks: -1, topicMessages: byTopic(events) });
  }
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no acknowledgement within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function byTopic(events: readonly EventMessage[]): TopicMessages[] {
  const messages = new Map<string, Message[]>();
  for (const event of events)
    messages.set(event.topic, [...(messages.get(event.topic) ?? []), toKafkaMessage(event)]);
  return [...messages].map(([topic, list]) => ({ topic, messages: list }));
}
