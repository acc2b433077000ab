import { topics } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import type { Clock, Task } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { Admin, Kafka } from 'kafkajs';
import type { LiveFeed } from './live-feed.js';
import { WaitingTimes } from './waiting-times.js';

export interface Lag {
  readonly road: Road;
  readonly group: string;
  readonly topic: string;
  /** Messages that the group has not read yet. */
  readonly lag: number;
  /** For how long the oldest of them has waited at least, in milliseconds. */
  readonly oldestMs?: number;
}

/** What each road reads. Nobody reads `agent.revocation` but the gateway: an agent's task and its end come from the road itself. */
const lanes: readonly { readonly road: Road; readonly topic: string }[] = [
  { road: 'workforce', topic: topics.workforceRevocation },
  { road: 'workforce', topic: topics.workforceLifecycle },
  { road: 'workload', topic: topics.workloadRevocation },
  { road: 'workload', topic: topics.workloadChange },
  { road: 'workload', topic: topics.workforceLifecycle },
  { road: 'agent', topic: topics.agentLifecycle },
  { road: 'agent', topic: topics.workforceLifecycle },
];

const everyMs = 1_000;

/** Tells once a second how far each road is behind on its lanes, while somebody looks. */
export class MeasureLag implements Task {
  readonly name = 'measure-lag';
  readonly #admin: Admin;
  readonly #waiting = new WaitingTimes();
  #timer: NodeJS.Timeout | undefined;
  #measuring: Promise<void> | undefined;

  constructor(
    kafka: Kafka,
    private readonly feed: LiveFeed,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    this.#admin = kafka.admin();
  }

  async start(): Promise<void> {
    await this.#admin.connect();
    this.#timer = setInterval(() => this.#turn(), everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#measuring;
    await this.#admin.disconnect();
  }

  /** A broker that does not answer is asked once, not once more each second. */
  #turn(): void {
    if (this.feed.listeners === 0) return;
    this.#measuring ??= this.#tell().finally(() => (this.#measuring = undefined));
  }

  async #tell(): Promise<void> {
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
    const committed = new Map(
      groups.flatMap(({ partitions }) =>
        partitions.map(({ partition, offset }) => [partition, Number(offset)]),
      ),
    );
    const now = this.clock.now().getTime();
    const behind = ends.map(({ partition, high, low }) => {
      const [end, read] = [Number(high), Math.max(committed.get(partition) ?? -1, Number(low))];
      return {
        lag: Math.max(0, end - read),
        waited: this.#waiting.look(`${topic}/${partition}`, read, end, now),
      };
    });
    const waited = behind.flatMap((one) => one.waited ?? []);
    return {
      road,
      group,
      topic,
      lag: behind.reduce((sum, { lag }) => sum + lag, 0),
      ...(waited.length > 0 && { oldestMs: Math.max(...waited) }),
    };
  }
}
