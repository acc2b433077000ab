import { fromKafkaMessage, LastingConsumer } from '@trivium/bus';
import {
  agentRevocationAdvancedV1,
  topics,
  workforceRevocationAdvancedV1,
  workloadRevocationAdvancedV1,
} from '@trivium/contracts';
import type { Task } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { EachMessagePayload, Kafka } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { LiveFeed } from './live-feed.js';

const advanced = new Set([
  workforceRevocationAdvancedV1.type,
  workloadRevocationAdvancedV1.type,
  agentRevocationAdvancedV1.type,
]);
const lanes = [topics.workforceRevocation, topics.workloadRevocation, topics.agentRevocation];

interface Position {
  readonly topic: string;
  readonly partition: number;
  /** The next one to be read. */
  readonly offset: string;
}

/**
 * Every gateway shows every revocation, so each reads the lanes in a group of its own. It begins where the lanes ended before anybody could
 * ask this process, and goes on there after every loss of the broker: a page that has read the lists since then misses nothing.
 */
export class FollowRevocations implements Task {
  readonly name = 'follow-revocations';
  readonly #consumer: LastingConsumer;
  readonly #positions = new Map<string, Position>();

  constructor(
    private readonly kafka: Kafka,
    private readonly feed: LiveFeed,
    private readonly log: Logger,
  ) {
    this.#consumer = new LastingConsumer(
      kafka,
      {
        group: {
          groupId: `gateway.stream.${randomUUID()}`,
          // After a lost broker the member that one was stands in the way for so long.
          sessionTimeout: 10_000,
          rebalanceTimeout: 10_000,
          heartbeatInterval: 2_000,
        },
        topics: lanes,
        fromBeginning: false,
        run: { autoCommit: false, eachMessage: async (payload) => this.#take(payload) },
        // Without committed offsets, a consumer that joins again would begin at the end of that moment.
        onJoin: (seek) => this.#positions.forEach(seek),
      },
      log,
    );
  }

  async start(): Promise<void> {
    await this.#standAtTheEnds();
    await this.#consumer.start();
  }

  stop(): Promise<void> {
    return this.#consumer.stop();
  }

  async #standAtTheEnds(): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      for (const topic of lanes)
        for (const { partition, high } of await admin.fetchTopicOffsets(topic))
          this.#stand({ topic, partition, offset: high });
    } finally {
      await admin.disconnect();
    }
  }

  #stand(position: Position): void {
    this.#positions.set(`${position.topic}/${position.partition}`, position);
  }

  #take({ topic, partition, message }: EachMessagePayload): void {
    this.#stand({ topic, partition, offset: String(BigInt(message.offset) + 1n) });
    if (!advanced.has(String(message.headers?.ce_type))) return;
    try {
      this.feed.push('revocation', fromKafkaMessage(message).data);
    } catch (error) {
      // What the page cannot show, the road's own list still has.
      this.log.warn({ err: error }, 'a revocation event could not be read');
    }
  }
}
