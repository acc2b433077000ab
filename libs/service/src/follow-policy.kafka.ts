import { LastingConsumer } from '@trivium/bus';
import { topics } from '@trivium/contracts';
import { KeysUnavailable, type KeySet } from '@trivium/credentials';
import type { RunningModel } from '@trivium/policy';
import { delayFor, type Task } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { EachMessagePayload, Kafka, KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { readPublished } from './read-published.js';

export interface FollowParts {
  readonly service: string;
  readonly kafka: Kafka;
  readonly model: RunningModel;
  /** Keys under which publications are signed. */
  readonly keys: KeySet;
  readonly log: Logger;
}

const backoff = { baseMs: 100, capMs: 5_000 };

/** Every process runs the version that was published last, so each reads the whole topic in a group of its own. */
export class FollowPolicy implements Task {
  readonly name = 'follow-policy';
  readonly #consumer: LastingConsumer;
  readonly #end = Promise.withResolvers<bigint>();
  #running = true;
  #next = 0n;
  #known = false;
  #trouble: string | undefined;

  constructor(private readonly parts: FollowParts) {
    this.#consumer = new LastingConsumer(
      parts.kafka,
      {
        group: {
          groupId: `${parts.service}.policy.${randomUUID()}`,
          allowAutoTopicCreation: false,
        },
        topics: [topics.governancePolicy],
        fromBeginning: true,
        run: { autoCommit: false, eachMessage: (payload) => this.#receive(payload) },
      },
      parts.log,
    );
  }

  /** Undefined once everything was read that had been published before the start. */
  get trouble(): string | undefined {
    return this.#trouble ?? (this.#known ? undefined : 'reading what was published');
  }

  async start(): Promise<void> {
    await this.#findEnd();
    await this.#consumer.start();
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#consumer.stop();
  }

  /** Nothing published yet, or everything forgotten by compaction but the last: both are known from the end of the topic. */
  async #findEnd(): Promise<void> {
    const admin = this.parts.kafka.admin();
    await admin.connect();
    try {
      const [partition] = await admin.fetchTopicOffsets(topics.governancePolicy);
      const [low, high] = [BigInt(partition?.low ?? 0), BigInt(partition?.high ?? 0)];
      this.#known = low === high;
      this.#end.resolve(high);
    } finally {
      await admin.disconnect();
    }
  }

  async #receive({ message, heartbeat }: EachMessagePayload): Promise<void> {
    await this.#adopt(message, heartbeat);
    this.#next = BigInt(message.offset) + 1n;
    if (this.#next >= (await this.#end.promise)) this.#known = true;
  }

  async #adopt(message: KafkaMessage, heartbeat: () => Promise<void>): Promise<void> {
    const { model, keys, log } = this.parts;
    for (let attempt = 1; this.#running; attempt += 1) {
      try {
        const { bundle, sequence } = await readPublished(message, keys);
        model.adopt(bundle, sequence);
        this.#trouble = undefined;
        log.info(
          { policyVersion: model.version, sequence: model.sequence },
          'the published policy runs here',
        );
        return;
      } catch (error) {
        this.#trouble = `a publication is not believed: ${error instanceof Error ? error.message : 'unreadable'}`;
        log.error({ err: error, attempt, offset: message.offset }, 'a published policy is not adopted');
        if (!(error instanceof KeysUnavailable)) return;
        await wait(delayFor(attempt, backoff));
        await heartbeat();
      }
    }
  }
}
