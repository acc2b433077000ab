import { toKafkaMessage, toWrittenEvent } from '@trivium/bus';
import { decisionsRecordedV1 } from '@trivium/contracts';
import type { Clock } from '@trivium/runtime';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { basename } from 'node:path';
import { bodyOf } from './decision-lines.js';
import type { SpooledFile } from './ship-decisions.js';
import { spooledLines } from './spooled-file.js';

/** Below the largest message that a broker takes by default, and the most that the contract lets one event hold. */
const [maxBytes, maxLines] = [400_000, 1_000];

/** Sends a file of the spool to the audit road. The same file makes the same events, with the same ids, whoever sends it. */
export class SendSpooled {
  constructor(
    private readonly producer: Pick<Producer, 'connect' | 'send'>,
    private readonly clock: Clock,
  ) {}

  /** The number of its lines, once Kafka has acknowledged all of them. */
  async execute({ path, run }: SpooledFile): Promise<number> {
    // At once where the connection is there already.
    await this.producer.connect();
    const lines = await spooledLines(path);
    for (const [at, some] of inParts(lines).entries())
      await this.producer.send({
        topic: decisionsRecordedV1.topic,
        acks: -1,
        compression: kafkajs.CompressionTypes.GZIP,
        messages: [this.#message(`evt_${basename(path)}_${at}`, run, some)],
      });
    return lines.length;
  }

  #message(id: string, run: string, lines: readonly string[]): Message {
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
