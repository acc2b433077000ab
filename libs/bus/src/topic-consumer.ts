import { delayFor, isTransient } from '@trivium/runtime';
import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { setTimeout as wait } from 'node:timers/promises';
import { LastingConsumer } from './lasting-consumer.js';
import type { BusLog } from './outbox-relay.js';

export interface TopicConsumerOptions {
  readonly topic: string;
  readonly groupId: string;
  /** Messages handed over at once; also what one failed transaction repeats one by one. */
  readonly batchSize: number;
  /** Throws only what is transient; returns when every message had its effect or was put aside. */
  deliver(messages: readonly KafkaMessage[], beat: () => Promise<void>): Promise<void>;
}

const commitEveryMs = 1_000;
const backoff = { baseMs: 50, capMs: 2_000 };

/** Reads one topic in one group. Offsets are committed on an interval: what is read again after a crash, the inbox knows. */
export class TopicConsumer {
  readonly #consumer: LastingConsumer;
  readonly #done = new Map<number, string>();
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  #working: Promise<unknown> = Promise.resolve();

  constructor(
    kafka: Kafka,
    private readonly options: TopicConsumerOptions,
    private readonly log: BusLog,
  ) {
    const group = {
      groupId: options.groupId,
      sessionTimeout: 15_000,
      rebalanceTimeout: 20_000,
      heartbeatInterval: 2_000,
      allowAutoTopicCreation: false,
    };
    const run = {
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (batch: EachBatchPayload) => this.#track(this.#eachBatch(batch)),
    };
    const onJoin = () => this.#done.clear();
    this.#consumer = new LastingConsumer(
      kafka,
      { group, topics: [options.topic], fromBeginning: true, run, onJoin },
      log,
    );
  }

  get topic(): string {
    return this.options.topic;
  }

  /** True while the group has accepted this member. */
  get joined(): boolean {
    return this.#consumer.joined;
  }

  async start(): Promise<void> {
    await this.#consumer.start();
    this.#timer = setInterval(() => void this.#commit(), commitEveryMs);
  }

  /** Lets the batch in hand finish, commits what is done, leaves the group. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#working;
    await this.#commit();
    await this.#consumer.stop();
  }

  #track(work: Promise<void>): Promise<void> {
    this.#working = Promise.allSettled([this.#working, work]);
    return work;
  }

  async #eachBatch({ batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    const going = () => isRunning() && !isStale() && !this.#stopping;
    for (let from = 0; from < batch.messages.length && going(); from += this.options.batchSize) {
      const messages = batch.messages.slice(from, from + this.options.batchSize);
      const delivered = await this.#untilDelivered(messages, heartbeat, going);
      if (!delivered) return;
      this.#settle(batch.partition, messages, resolveOffset);
    }
  }

  #settle(
    partition: number,
    messages: readonly KafkaMessage[],
    resolveOffset: (offset: string) => void,
  ): void {
    const last = messages.at(-1)?.offset;
    if (last === undefined) return;
    resolveOffset(last);
    this.#done.set(partition, String(BigInt(last) + 1n));
  }

  /** A lost database or broker is no fault of the message: it waits, its partition with it, and counts no attempt. */
  async #untilDelivered(
    messages: readonly KafkaMessage[],
    beat: () => Promise<void>,
    going: () => boolean,
  ): Promise<boolean> {
    for (let attempt = 1; going(); attempt += 1) {
      try {
        await this.options.deliver(messages, beat);
        return true;
      } catch (error) {
        if (!isTransient(error)) throw error;
        this.log.warn(
          { err: error, topic: this.options.topic, attempt },
          'cannot go on at the moment; trying again',
        );
        await wait(delayFor(attempt, backoff));
        await beat();
      }
    }
    return false;
  }

  async #commit(): Promise<void> {
    if (this.#done.size === 0 || !this.joined) return;
    const offsets = [...this.#done].map(([partition, offset]) => ({
      topic: this.options.topic,
      partition,
      offset,
    }));
    this.#done.clear();
    try {
      await this.#consumer.commit(offsets);
    } catch (error) {
      this.log.warn(
        { err: error, topic: this.options.topic },
        'offsets not committed; the inbox will know what is read again',
      );
    }
  }
}
