import { toKafkaMessage, toWrittenEvent } from '@trivium/bus';
import { decisionsRecordedV1 } from '@trivium/contracts';
import { Nudge, type Clock, type Task } from '@trivium/runtime';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { bodyOf } from './decision-lines.js';
import type { Spool } from './spool.js';

export interface ShipLog {
  warn(fields: object, message: string): void;
}

export interface ShippedCounter {
  add(count: number, labels: { readonly outcome: 'shipped' }): void;
}

const everyMs = 250;
/** Below the largest message that a broker takes by default, and the most that the contract lets one event hold. */
const [maxBytes, maxLines] = [400_000, 1_000];

/**
 * Takes what is spooled to the audit road: a file is deleted after Kafka has acknowledged all of it, and sent again after a crash, with the same
 * event ids. Decisions have a producer and a topic of their own, so that nothing else waits behind them.
 */
export class ShipDecisions implements Task {
  readonly name = 'ship-decisions';
  readonly #nudge = new Nudge();
  #isRunning = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly spool: Pick<Spool, 'sealed' | 'read' | 'remove' | 'close' | 'run'>,
    private readonly producer: Pick<Producer, 'connect' | 'disconnect' | 'send'>,
    private readonly clock: Clock,
    private readonly counter: ShippedCounter,
    private readonly log: ShipLog,
  ) {}

  async start(): Promise<void> {
    await this.producer.connect();
    this.#isRunning = true;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#nudge.nudge();
    await this.#loop;
    await this.producer.disconnect();
    await this.spool.close();
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      await this.#attempt();
      await this.#nudge.wait(everyMs);
    }
    await this.#attempt();
  }

  async #attempt(): Promise<void> {
    try {
      for (const name of await this.spool.sealed()) await this.#ship(name);
    } catch (error) {
      this.log.warn({ err: error }, 'decisions could not be sent to the audit road; they stay in the spool');
    }
  }

  async #ship(name: string): Promise<void> {
    const lines = await this.spool.read(name);
    for (const [at, some] of inParts(lines).entries())
      await this.producer.send({
        topic: decisionsRecordedV1.topic,
        acks: -1,
        compression: kafkajs.CompressionTypes.GZIP,
        messages: [this.#message(`evt_${name}_${at}`, some)],
      });
    await this.spool.remove(name);
    this.counter.add(lines.length, { outcome: 'shipped' });
  }

  #message(id: string, lines: readonly string[]): Message {
    const { run } = this.spool;
    const how = { id, source: 'trivium:decision', time: this.clock.now() };
    return toKafkaMessage(toWrittenEvent(decisionsRecordedV1, { key: run, value: bodyOf(run, lines) }, how));
  }
}

function inParts(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let bytes = Infinity;
  for (const line of lines) {
    bytes += Buffer.byteLength(line);
    if (bytes > maxBytes || (parts.at(-1)?.length ?? 0) >= maxLines) {
      parts.push([]);
      bytes = Buffer.byteLength(line);
    }
    parts.at(-1)?.push(line);
  }
  return parts;
}
