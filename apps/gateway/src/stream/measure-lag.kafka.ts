import { topics } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import type { Task } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { Admin, Kafka } from 'kafkajs';
import type { LiveFeed } from './live-feed.js';

export interface Lag {
  readonly road: Road;
  readonly group: string;
  readonly topic: string;
  /** Messages that the group has not read yet. */
  readonly lag: number;
}

const lanes: readonly { readonly road: Road; readonly topic: string }[] = [
  { road: 'workforce', topic: topics.workforceRevocation },
  { road: 'workforce', topic: topics.workforceLifecycle },
  { road: 'workload', topic: topics.workloadRevocation },
  { road: 'workload', topic: topics.workloadChange },
  { road: 'agent', topic: topics.agentRevocation },
  { road: 'agent', topic: topics.agentLifecycle },
];

const everyMs = 1_000;

/** Tells once a second how far each road is behind on its lanes, while somebody looks. */
export class MeasureLag implements Task {
  readonly name = 'measure-lag';
  readonly #admin: Admin;
  #timer: NodeJS.Timeout | undefined;
  #measuring = Promise.resolve();

  constructor(
    kafka: Kafka,
    private readonly feed: LiveFeed,
    private readonly log: Logger,
  ) {
    this.#admin = kafka.admin();
  }

  async start(): Promise<void> {
    await this.#admin.connect();
    this.#timer = setInterval(() => {
      this.#measuring = this.#measuring.then(() => this.#tell());
    }, everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#measuring;
    await this.#admin.disconnect();
  }

  async #tell(): Promise<void> {
    if (this.feed.listeners === 0) return;
    try {
      this.feed.push('lag', await Promise.all(lanes.map(({ road, topic }) => this.#lagOf(road, topic))));
    } catch (error) {
      this.log.warn({ err: error }, 'the lag of the roads could not be measured');
    }
  }

  /** Offsets are committed every second, so a lane that is read at once shows what came within the last one. */
  async #lagOf(road: Road, topic: string): Promise<Lag> {
    const group = `${road}.${topic}`;
    const [ends, groups] = await Promise.all([
      this.#admin.fetchTopicOffsets(topic),
      this.#admin.fetchOffsets({ groupId: group, topics: [topic] }),
    ]);
    const read = new Map(
      groups.flatMap(({ partitions }) =>
        partitions.map(({ partition, offset }) => [partition, Number(offset)]),
      ),
    );
    const behind = ends.map(
      ({ partition, high, low }) => Number(high) - Math.max(read.get(partition) ?? -1, Number(low)),
    );
    return { road, group, topic, lag: behind.reduce((sum, one) => sum + Math.max(0, one), 0) };
  }
}
