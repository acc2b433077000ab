import { fromKafkaMessage } from '@trivium/bus';
import { FakeClock, until } from '@trivium/testing';
import type { Message, ProducerRecord, RecordMetadata } from 'kafkajs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gapLine } from './decision-lines.js';
import { SendSpooled } from './send-spooled.kafka.js';
import { ShipDecisions, type SpooledFile } from './ship-decisions.js';
import { Spool } from './spool.js';

let folder: string;
let spool: Spool;
let broker: FakeBroker;
let ship: ShipDecisions;
let warnings: string[];
let shipped: number;

/** Takes messages, or refuses every one after the first few. */
class FakeBroker {
  readonly taken: Message[] = [];
  refusesAfter = Infinity;
  connect = () => Promise.resolve();

  send({ messages }: ProducerRecord): Promise<RecordMetadata[]> {
    if (this.taken.length >= this.refusesAfter) return Promise.reject(new Error('no broker'));
    this.taken.push(...messages);
    return Promise.resolve([]);
  }
}

beforeEach(async () => {
  [warnings, shipped] = [[], 0];
  folder = await mkdtemp(join(tmpdir(), 'trivium-ship-'));
  spool = await Spool.open(folder, { maxBytes: 10_000_000, log: { error: () => {} } });
  broker = new FakeBroker();
  const counter = { add: (count: number) => void (shipped += count) };
  const log = { warn: (_: object, message: string) => void warnings.push(message) };
  const send = new SendSpooled(broker, new FakeClock());
  const sender = { send: (file: SpooledFile) => send.execute(file), close: () => Promise.resolve() };
  ship = new ShipDecisions(spool, sender, counter, log);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gap = (count: number) =>
  gapLine({ from: '2026-03-02T08:14:00.000Z', until: '2026-03-02T08:14:02.000Z', count });
/** What the audit road would read, by event id. */
const received = () =>
  new Map(broker.taken.map(fromKafkaMessage).map(({ envelope, data }) => [envelope.id, data]));

it('what is spooled arrives whole, and then is no more in the spool', async () => {
  await Promise.all([1, 2, 3].map((count) => spool.append(gap(count))));
  ship.start();
  await until(() => Promise.resolve(spool.bytes === 0));
  await ship.stop();
  const [event, ...more] = received().values();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    spool: spool.run,
    decisions: [],
    gaps: [{ count: 1 }, { count: 2 }, { count: 3 }],
  });
  expect(shipped).toBe(3);
});

it('what the broker does not take stays, and is sent again under the same ids', async () => {
  const lines = Array.from({ length: 2_500 }, (_, at) => gap(at + 1));
  await Promise.all(lines.map((line) => spool.append(line)));
  broker.refusesAfter = 2;
  ship.start();
  await until(() => Promise.resolve(warnings.length > 0));
  expect(spool.bytes).toBeGreaterThan(0);
  broker.refusesAfter = Infinity;
  await until(() => Promise.resolve(spool.bytes === 0));
  await ship.stop();
  expect(broker.taken.length).toBeGreaterThan(received().size);
  const counts = [...received().values()].flatMap(({ gaps }) =>
    (gaps as { count: number }[]).map(({ count }) => count),
  );
  expect(counts).toEqual(lines.map((_, at) => at + 1));
});

it('what is decided until the end goes with the last turn', async () => {
  ship.start();
  await spool.append(gap(7));
  await ship.stop();
  expect(received().size).toBe(1);
});
