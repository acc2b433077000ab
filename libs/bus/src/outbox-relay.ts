import type { Transaction, UnitOfWork } from '@trivium/persistence';
import { Nudge, type Task } from '@trivium/runtime';
import type { Message, Producer, TopicMessages } from 'kafkajs';

interface OutboxRow {
  readonly topic: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
}

export interface BusLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const batchSize = 500;

/**
 * Sends what the outbox holds, oldest first. One replica at a time does (an advisory lock per schema), so events of one key
 * keep their order; a crash between sending and deleting sends again, which consumers recognise by the event id.
 */
export class OutboxRelay implements Task {
  readonly name = 'outbox-relay';
  readonly #nudge = new Nudge();
  #running = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly producer: Producer,
    private readonly log: BusLog,
    private readonly pollMs = 500,
  ) {}

  /** Something was committed: send at once instead of at the next poll. */
  nudge(): void {
    this.#nudge.nudge();
  }

  async start(): Promise<void> {
    await this.producer.connect();
    this.#running = true;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.nudge();
    await this.#loop;
    await this.producer.disconnect();
  }

  async #run(): Promise<void> {
    while (this.#running) {
      const sent = await this.#attempt();
      if (sent < batchSize) await this.#nudge.wait(this.pollMs);
    }
    await this.#attempt();
  }

  async #attempt(): Promise<number> {
    try {
      return await this.unitOfWork.run((tx) => this.#relayBatch(tx));
    } catch (error) {
      this.log.warn({ err: error }, 'the outbox could not be relayed; its events stay and are tried again');
      return 0;
    }
  }

  /** What was deleted is back when sending fails: nothing of it is committed before Kafka has it. */
  async #relayBatch(tx: Transaction): Promise<number> {
    const rows = await tx.query<OutboxRow[]>(
      `WITH relay AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtext('outbox:' || current_schema())) AS mine),
         taken AS (DELETE FROM outbox o USING (SELECT seq FROM outbox, relay WHERE relay.mine ORDER BY seq LIMIT $1) due
           WHERE o.seq = due.seq RETURNING o.seq, o.topic, o.key, o.headers, o.value)
       SELECT topic, key, headers, value FROM taken ORDER BY seq`,
      [batchSize],
    );
    if (rows.length > 0) await this.producer.sendBatch({ acks: -1, topicMessages: byTopic(rows) });
    return rows.length;
  }
}

function byTopic(rows: readonly OutboxRow[]): TopicMessages[] {
  const messages = new Map<string, Message[]>();
  for (const { topic, key, headers, value } of rows) {
    const list = messages.get(topic) ?? [];
    list.push({ key, headers, value });
    messages.set(topic, list);
  }
  return [...messages].map(([topic, list]) => ({ topic, messages: list }));
}
