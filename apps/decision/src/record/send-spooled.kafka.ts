import { toKafkaMessage, toWrittenEvent } from '@trivium/bus';
import type { Clock } from '@trivium/runtime';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { basename } from 'node:path';
import type { SpooledFile } from './ship-decisions.js';
import { spooledBodies, type SpooledBody } from './spooled-bodies.js';
import { spooledLines } from './spooled-file.js';

/** Sends a file of the spool to the audit road. The same file makes the same events, with the same ids, whoever sends it. */
export class SendSpooled {
  constructor(
    private readonly producer: Pick<Producer, 'connect' | 'send'>,
    private readonly clock: Clock,
  ) {}

  /** The number of decisions and gaps in it, once Kafka has acknowledged all of them. */
  async execute({ path, run }: SpooledFile): Promise<number> {
    // At once where the connection is there already.
    await this.producer.connect();
    const { bodies, count } = spooledBodies(run, await spooledLines(path));
    for (const [at, body] of bodies.entries())
      await this.producer.send({
        topic: body.definition.topic,
        acks: -1,
        compression: kafkajs.CompressionTypes.GZIP,
        messages: [this.#message(`evt_${basename(path)}_${at}`, run, body)],
      });
    return count;
  }

  #message(id: string, key: string, { definition, value }: SpooledBody): Message {
    const how = { id, source: 'trivium:decision', time: this.clock.now() };
    return toKafkaMessage(toWrittenEvent(definition, { key, value }, how));
  }
}
