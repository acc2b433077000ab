import type { Delivery } from '@trivium/example';
import { productDatabase, type Stack } from '@trivium/local';
import { Redis } from 'ioredis';
import type { Consumer } from 'kafkajs';
import { once, EventEmitter } from 'node:events';
import pg from 'pg';
import { startBareServer } from './bare-server.js';
import { Http } from './http.js';
import { adminKafka, quietProducer } from './kafka.js';
import { timed } from './timed.js';

/** Milliseconds of one round trip each; `total` is their sum. */
export interface FloorSample {
  readonly http: number;
  readonly kafka: number;
  readonly postgres: number;
  readonly valkey: number;
  readonly total: number;
}

interface Part {
  run(): Promise<unknown>;
  close(): Promise<unknown>;
}

const topic = 'bench.floor';

/** What any such system has to pay on this machine: the raw clients, one act each, nothing of ours in between. */
export class Floor {
  private constructor(
    private readonly parts: Readonly<Record<'http' | 'kafka' | 'postgres' | 'valkey', Part>>,
  ) {}

  static async open(stack: Stack): Promise<Floor> {
    const [http, kafka, postgres, valkey] = await Promise.all([
      httpRound(),
      kafkaRound(stack),
      postgresRound(stack),
      valkeyRound(stack),
    ]);
    return new Floor({ http, kafka, postgres, valkey });
  }

  async sample(): Promise<FloorSample> {
    const http = await timed(() => this.parts.http.run());
    const kafka = await timed(() => this.parts.kafka.run());
    const postgres = await timed(() => this.parts.postgres.run());
    const valkey = await timed(() => this.parts.valkey.run());
    return { http, kafka, postgres, valkey, total: http + kafka + postgres + valkey };
  }

  /** What a durable order over HTTP has to pay: a round trip, a commit and a write to the markers' server. */
  async order(): Promise<void> {
    await this.parts.http.run();
    await this.parts.postgres.run();
    await this.parts.valkey.run();
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.parts).map((part) => part.close()));
  }
}

async function httpRound(): Promise<Part> {
  const server = await startBareServer();
  const http = new Http(64);
  const delivery: Delivery = {
    url: server.url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'person.left', data: { externalId: '1042' } }),
  };
  return { run: () => http.post(delivery), close: () => Promise.all([http.close(), server.close()]) };
}

async function kafkaRound(stack: Stack): Promise<Part> {
  const kafka = adminKafka(stack);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  const [producer, consumer, heard] = [
    quietProducer(kafka),
    kafka.consumer({ groupId: `bench.${process.pid}`, maxWaitTimeInMs: 50, minBytes: 1 }),
    new EventEmitter(),
  ];
  await Promise.all([producer.connect(), consumer.connect()]);
  const member = joined(consumer);
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => void batch.messages.forEach(({ key }) => heard.emit(String(key))),
  });
  let sent = 0;
  const run = async () => {
    const key = String((sent += 1));
    const arrival = once(heard, key);
    await producer.send({ topic, acks: -1, messages: [{ key, value: 'x'.repeat(300) }] });
    await arrival;
  };
  await member;
  const close = () => Promise.all([producer.disconnect(), consumer.disconnect(), admin.disconnect()]);
  return { run, close };
}

function joined(consumer: Consumer): Promise<void> {
  return new Promise((resolve) => consumer.on('consumer.group_join', () => resolve()));
}

async function postgresRound({ servers }: Stack): Promise<Part> {
  const pool = new pg.Pool({ connectionString: productDatabase(servers), max: 16 });
  // An idle connection that breaks is of no interest: whoever needs one next meets the error.
  pool.on('error', () => undefined);
  await pool.query(
    'CREATE TABLE bench_floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, value text)',
  );
  const run = () => pool.query('INSERT INTO bench_floor (value) VALUES ($1)', ['x'.repeat(300)]);
  return { run, close: () => pool.end() };
}

async function valkeyRound({ servers }: Stack): Promise<Part> {
  const client = new Redis(servers.valkey.url, { retryStrategy: null });
  return { run: () => client.set('bench:floor', '1'), close: async () => client.disconnect() };
}
