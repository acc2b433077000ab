import { delayFor, Nudge } from '@trivium/runtime';
import type { Consumer, ConsumerConfig, ConsumerRunConfig, Kafka } from 'kafkajs';
import type { BusLog } from './outbox-relay.js';

export interface LastingConsumerOptions {
  readonly group: ConsumerConfig;
  readonly topics: readonly string[];
  readonly fromBeginning: boolean;
  readonly run: ConsumerRunConfig;
  /** Called whenever the group has accepted this member, also after a rebalance; `seek` moves it on a partition. */
  readonly onJoin?: (seek: Consumer['seek']) => void;
}

const backoff = { baseMs: 100, capMs: 5_000 };
/**
 * How long the broker may hold a fetch while there is nothing to send. Fetches have a connection of their own and a message ends the
 * wait at once, so this delays nothing; but every fetch costs both sides CPU, and a system has dozens of consumers that mostly wait.
 */
const longPoll = { maxWaitTimeInMs: 500, minBytes: 1 };

/**
 * A consumer that outlives its crashes. kafkajs restarts after errors that it calls retriable and stays dead after all others, among
 * them a connection that closes in the middle of a login and a right that somebody takes away for a minute; a road must not.
 */
export class LastingConsumer {
  readonly #consumer: Consumer;
  readonly #nudge = new Nudge();
  #stopping = false;
  #joined = false;
  #crashes = 0;
  #restarting: Promise<void> = Promise.resolve();

  constructor(
    kafka: Kafka,
    private readonly options: LastingConsumerOptions,
    private readonly log: BusLog,
  ) {
    const retry = {
      initialRetryTime: 100,
      maxRetryTime: 2_000,
      retries: 10,
      restartOnFailure: () => Promise.resolve(false),
    };
    this.#consumer = kafka.consumer({ ...longPoll, ...options.group, retry });
    this.#consumer.on('consumer.group_join', () => this.#join());
    this.#consumer.on('consumer.disconnect', () => (this.#joined = false));
    this.#consumer.on('consumer.crash', ({ payload }) => this.#crash(payload.error));
  }

  /** True while the group has accepted this member. */
  get joined(): boolean {
    return this.#joined;
  }

  /** Throws when the first connection cannot be made; from then on it comes back by itself. */
  async start(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({
      topics: [...this.options.topics],
      fromBeginning: this.options.fromBeginning,
    });
    await this.#consumer.run(this.options.run);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#nudge.nudge();
    await this.#restarting;
    await this.#consumer.disconnect();
  }

  /** As in kafkajs: rejects when the group has moved on meanwhile. */
  commit(offsets: Parameters<Consumer['commitOffsets']>[0]): Promise<void> {
    return this.#consumer.commitOffsets(offsets);
  }

  #join(): void {
    this.#joined = true;
    this.#crashes = 0;
    this.options.onJoin?.((position) => this.#consumer.seek(position));
  }

  #crash(error: Error): void {
    this.#joined = false;
    if (!this.#stopping) this.#restarting = this.#restart(error);
  }

  async #restart(cause: unknown): Promise<void> {
    for (let error = cause; !this.#stopping;) {
      this.#crashes += 1;
      const { groupId: group } = this.options.group;
      this.log.warn({ err: error, group, crashes: this.#crashes }, 'the consumer crashed and starts again');
      await this.#nudge.wait(delayFor(this.#crashes, backoff));
      if (this.#stopping) return;
      try {
        await this.#consumer.connect();
        // A crash of this run is announced by its own event.
        return await this.#consumer.run(this.options.run);
      } catch (again) {
        error = again;
      }
    }
  }
}
