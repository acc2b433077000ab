import type { Running } from './running.js';
import { fastify } from 'fastify';
import { Redis } from 'ioredis';
import kafkajs from 'kafkajs';
import { once, EventEmitter } from 'node:events';
import pg from 'pg';
import { Pool } from 'undici';

export interface Floor {
  /** One of each, in turn: HTTP round trip, Kafka produce to consume, Postgres commit, Valkey round trip; milliseconds for all four. */
  readonly total: number[];
  readonly http: number[];
  readonly kafka: number[];
  readonly postgres: number[];
  readonly valkey: number[];
}

const topic = 'bench.floor';

/** What any such system has to pay on this machine: the raw clients, nothing of ours in between. */
export async function measureFloor(running: Running, rounds: number): Promise<Floor> {
  const parts = [
    await httpRound(),
    await kafkaRound(running),
    await postgresRound(running),
    await valkeyRound(running),
  ];
  const floor: Floor = { total: [], http: [], kafka: [], postgres: [], valkey: [] };
  for (let round = -Math.ceil(rounds / 10); round < rounds; round += 1) {
    const times: number[] = [];
    for (const part of parts) times.push(await timed(part.run));
    if (round < 0) continue;
    const [http, kafka, postgres, valkey] = times as [number, number, number, number];
    floor.http.push(http);
    floor.kafka.push(kafka);
    floor.postgres.push(postgres);
    floor.valkey.push(valkey);
    floor.total.push(http + kafka + postgres + valkey);
  }
  for (const part of parts) await part.close();
  return floor;
}

export async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

interface Part {
  run(): Promise<unknown>;
  close(): Promise<unknown>;
}

async function httpRound(): Promise<Part> {
  const server = fastify();
  server.post('/', (_request, reply) => reply.code(202).send({ accepted: 1 }));
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const pool = new Pool(url, { connections: 1 });
  const body = JSON.stringify({ type: 'person.left', data: { externalId: '1042' } });
  const headers = { 'content-type': 'application/json' };
  const run = async () => (await pool.request({ method: 'POST', path: '/', headers, body })).body.dump();
  return { run, close: () => Promise.all([pool.close(), server.close()]) };
}

async function kafkaRound({ kafka: access }: Running): Promise<Part> {
  const sasl = { mechanism: 'scram-sha-512' as const, username: access.username, password: access.password };
  const kafka = new kafkajs.Kafka({
    clientId: 'bench',
    brokers: [...access.brokers],
    sasl,
    logCreator: () => () => undefined,
  });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  const [producer, consumer, heard] = [
    kafka.producer({ maxInFlightRequests: 1 }),
    kafka.consumer({ groupId: `bench.${Date.now()}`, maxWaitTimeInMs: 50, minBytes: 1 }),
    new EventEmitter(),
  ];
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic] });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => void batch.messages.forEach(({ key }) => heard.emit(String(key))),
  });
  let sent = 0;
  const run = async () => {
    const key = `${process.pid}.${(sent += 1)}`;
    const arrival = once(heard, key);
    await producer.send({ topic, acks: -1, messages: [{ key, value: 'x'.repeat(300) }] });
    await arrival;
  };
  await joined(consumer, run);
  const close = async () => {
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  };
  return { run, close };
}

/** The first round trip also waits for the group to form. */
async function joined(consumer: kafkajs.Consumer, run: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => consumer.on('consumer.group_join', () => resolve()));
  await run();
}

async function postgresRound({ databaseUrl }: Running): Promise<Part> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    'CREATE TABLE IF NOT EXISTS bench_floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, value text)',
  );
  const run = () => client.query('INSERT INTO bench_floor (value) VALUES ($1)', ['x'.repeat(300)]);
  const close = async () => {
    await client.query('DROP TABLE bench_floor');
    await client.end();
  };
  return { run, close };
}

async function valkeyRound({ valkeyUrl }: Running): Promise<Part> {
  const client = new Redis(valkeyUrl);
  const run = () => client.set('bench:floor', '1');
  const close = async () => {
    await client.del('bench:floor');
    client.disconnect();
  };
  return { run, close };
}
