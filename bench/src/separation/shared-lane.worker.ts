import { deadTopic, failureOwners, retryTopic, topics } from '@trivium/contracts';
import kafkajs, { type IHeaders, type KafkaMessage } from 'kafkajs';
import { parentPort, workerData } from 'node:worker_threads';
import { quietProducer } from '../kafka.js';

export interface SharedLaneOrder {
  readonly brokers: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly topic: string;
}

/** Says where a message of the shared lane belongs. */
export const belongsTo = 'bench_topic';

const batchSize = 100;
const { brokers, username, password, topic } = workerData as SharedLaneOrder;
const kafka = new kafkajs.Kafka({
  clientId: 'bench-shared',
  brokers: [...brokers],
  sasl: { mechanism: 'scram-sha-512', username, password },
  logCreator: () => () => undefined,
});
const [producer, lane, watcher] = [
  quietProducer(kafka),
  kafka.consumer({ groupId: 'bench.shared', maxWaitTimeInMs: 50, minBytes: 1, sessionTimeout: 60_000 }),
  kafka.consumer({ groupId: `bench.handled.${process.pid}`, maxWaitTimeInMs: 50, minBytes: 1 }),
];
const waiting = new Map<string, () => void>();

const text = (headers: IHeaders | undefined, name: string) => headers?.[name]?.toString() ?? '';

/**
 * One consumer for all roads. It hands a batch to the roads' own handlers, on the topics they read, and takes the next one when
 * the last message of this one was handled, as a consumer does that holds the handlers itself.
 */
async function handle(messages: readonly KafkaMessage[]): Promise<void> {
  const handled = messages.map(
    ({ headers }) => new Promise<void>((resolve) => waiting.set(text(headers, 'ce_id'), resolve)),
  );
  const to = new Map<string, KafkaMessage[]>();
  for (const message of messages) {
    const home = text(message.headers, belongsTo);
    to.set(home, [...(to.get(home) ?? []), message]);
  }
  const topicMessages = [...to].map(([home, list]) => ({
    topic: home,
    messages: list.map(({ key, value, headers }) => ({ key, value, ...(headers && { headers }) })),
  }));
  await producer.sendBatch({ acks: -1, topicMessages });
  await Promise.all(handled);
}

/** A handler says something for the record with the event as its cause; what failed goes to the road's retries or dead letters. */
function notice({ headers }: KafkaMessage): void {
  for (const name of ['ce_causationid', 'ce_id']) {
    const id = text(headers, name);
    waiting.get(id)?.();
    waiting.delete(id);
  }
}

const watched = [
  topics.auditEntry,
  ...failureOwners.flatMap((owner) => [retryTopic(owner), deadTopic(owner)]),
];
const joined = Promise.all(
  [lane, watcher].map(
    (one) => new Promise<void>((resolve) => one.on('consumer.group_join', () => resolve())),
  ),
);
await Promise.all([producer.connect(), lane.connect(), watcher.connect()]);
await Promise.all([
  lane.subscribe({ topics: [topic], fromBeginning: true }),
  watcher.subscribe({ topics: watched }),
]);
await watcher.run({ autoCommit: false, eachBatch: async ({ batch }) => batch.messages.forEach(notice) });
await lane.run({
  autoCommit: false,
  partitionsConsumedConcurrently: 4,
  eachBatch: async ({ batch }) => {
    for (let from = 0; from < batch.messages.length; from += batchSize)
      await handle(batch.messages.slice(from, from + batchSize));
  },
});
await joined;
parentPort?.postMessage('joined');
