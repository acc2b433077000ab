import { fromKafkaMessage } from '@trivium/bus';
import {
  agentRevocationAdvancedV1,
  topics,
  workforceRevocationAdvancedV1,
  workloadRevocationAdvancedV1,
} from '@trivium/contracts';
import type { Task } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { Consumer, Kafka } from 'kafkajs';
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
  readonly #consumer: Consumer;

  constructor(
    kafka: Kafka,
    private readonly feed: LiveFeed,
    private readonly log: Logger,
  ) {
    this.#consumer = kafka.consumer({
      groupId: `gateway.stream.${randomUUID()}`,
      maxWaitTimeInMs: 50,
      minBytes: 1,
      retry: { restartOnFailure: () => Promise.resolve(true) },
    });
  }

  async start(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({
      topics: [topics.workforceRevocation, topics.workloadRevocation, topics.agentRevocation],
    });
    await this.#consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        if (!advanced.has(String(message.headers?.ce_type))) return;
        try {
          this.feed.push('revocation', fromKafkaMessage(message).data);
        } catch (error) {
          // What the page cannot show, the road's own list still has.
          this.log.warn({ err: error }, 'a revocation event could not be read');
        }
      },
    });
  }

  async stop(): Promise<void> {
    await this.#consumer.disconnect();
  }
}
