import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createTopics } from '../kafka-admin.js';
import { externalServers } from '../local.config.js';
import { addressOf } from './stack-address.js';
import { exampleTargets } from './example-targets.js';
import { serviceEnvironment } from './service-environment.js';
import type { StackPlan } from './stack-plan.js';
import { stackSecrets } from './stack-secrets.js';
import { defaultPorts } from './topology.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string;
let server: Server;
/** The first byte of each connection: 22 begins a TLS handshake (RFC 8446, section 5.1). */
let first: number[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivium-tls-'));
  first = [];
  server = createServer((socket) =>
    socket.once('data', (data) => {
      first.push(data[0] ?? -1);
      socket.destroy();
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function planWith(tls: boolean): Promise<StackPlan> {
  const { port } = server.address() as AddressInfo;
  const admin = { username: 'admin', password: 'change-me' };
  const url = 'postgres://admin:change-me@127.0.0.1:1/trivium';
  return {
    servers: {
      kafka: { brokers: `127.0.0.1:${port}`, admin, tls },
      postgres: { adminUrl: url, productUrl: url },
      valkey: { url: 'redis://127.0.0.1:1' },
      cache: { url: 'redis://admin:change-me@127.0.0.1:1' },
    },
    secrets: await stackSecrets(folder),
    network: {
      listenHost: '127.0.0.1',
      serviceHost: '127.0.0.1',
      publicHost: '127.0.0.1',
      publicBrokers: 'kafka.example.org:9093',
      ports: defaultPorts,
    },
    servicesDir: folder,
    spoolDir: folder,
    programDir: folder,
  };
}

describe('a Kafka that somebody else runs behind TLS', () => {
  it('is asked for by TRIVIUM_KAFKA_TLS', () => {
    expect(externalServers({}).kafkaTls).toBe(false);
    expect(externalServers({ TRIVIUM_KAFKA_TLS: 'true' }).kafkaTls).toBe(true);
    expect(() => externalServers({ TRIVIUM_KAFKA_TLS: 'perhaps' })).toThrow();
  });

  it.each([true, false])('is told to everybody who will speak to it: %s', async (tls) => {
    const plan = await planWith(tls);
    const environment = serviceEnvironment('decision', plan, (name) => name);
    expect(environment.TRIVIUM_KAFKA_TLS).toBe(tls ? 'true' : undefined);
    expect(addressOf(plan).soc.tls).toBe(tls);
    expect(exampleTargets(plan, (name) => name)).toContainEqual(
      expect.objectContaining({ name: 'stream', tls }),
    );
  });

  it('is spoken to in TLS from the first byte on', async () => {
    const { servers } = await planWith(true);
    await expect(createTopics(servers.kafka, [{ topic: 'a', partitions: 1 }])).rejects.toThrow();
    expect(new Set(first)).toEqual(new Set([22]));
  });
});
