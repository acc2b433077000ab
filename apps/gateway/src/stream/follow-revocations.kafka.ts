import { fromKafkaMessage, LastingConsumer } from '@trivium/bus';
import {
  agentRevocationAdvancedV1,
  topics,
  workforceRevocationAdvancedV1,
  workloadRevocationAdvancedV1,
} from '@trivium/contracts';
import type { Task } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import type { LiveFeed } from './live-feed.js';

const advanced = new Set([
  workforceRevocationAdvancedV1.type,
  workloadRevocationAdvancedV1.type,
  agentRevocationAdvancedV1.type,
]);

/** Every gateway shows every revocation, so each reads the lanes in a group of its own, from now on. */
export class FollowRevocations implements Task {
  readonly name = 'follow-revocations';
  readonly #consumer: LastingConsumer;

  constructor(
    kafka: Kafka,
    private readonly feed: LiveFeed,
    private readonly log: Logger,
  ) {
    this.#consumer = new LastingConsumer(
      kafka,
      {
        group: { groupId: `gateway.stream.${randomUUID()}`, maxWaitTimeInMs: 50, minBytes: 1 },
        topics: [topics.workforceRevocation, topics.workloadRevocation, topics.agentRevocation],
        fromBeginning: false,
        run: { autoCommit: false, eachMessage: ({ message }) => this.#show(message) },
      },
      log,
    );
  }

  start(): Promise<void> {
    return this.#consumer.start();
  }

  stop(): Promise<void> {
    return this.#consumer.stop();
  }

  async #show(message: KafkaMessage): Promise<void> {
    if (!advanced.has(String(message.headers?.ce_type))) return;
    try {
      this.feed.push('revocation', fromKafkaMessage(message).data);
    } catch (error) {
      // What the page cannot show, the road's own list still has.
      this.log.warn({ err: error }, 'a revocation event could not be read');
    }
  }
}
