import {
  connectorConformance,
  Ways,
  type Address,
  type TargetUnderTest,
} from '@trivium/connector-conformance';
import { Secret } from '@trivium/credentials';
import { startOwnValkey } from '@trivium/testing';
import { Redis } from 'ioredis';
import type { ValkeyTarget } from './valkey.config.js';
import { ValkeyConnector } from './valkey.connector.js';

const reader = ['+get', '~orders:*'];
const writer = ['+set', '~orders:*'];

async function clientOf(url: string): Promise<Redis | undefined> {
  const { hostname, port, username, password } = new URL(url);
  const client = new Redis({
    host: hostname,
    port: Number(port),
    lazyConnect: true,
    enableReadyCheck: false,
    disableClientInfo: true,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.auth(username, password);
    return client;
  } catch (error) {
    client.disconnect();
    if (error instanceof Error && error.message.startsWith('WRONGPASS')) return undefined;
    throw error;
  }
}

const tried = {
  read: (client: Redis) => client.get('orders:1'),
  write: (client: Redis) => client.set('orders:1', 'paper'),
};

async function may(client: Redis, action: 'read' | 'write'): Promise<boolean> {
  try {
    await tried[action](client);
    return true;
  } catch (error) {
    if (client.status !== 'ready') return false;
    if (error instanceof Error && error.message.startsWith('NOPERM')) return false;
    throw error;
  }
}

async function start(): Promise<TargetUnderTest> {
  const server = await startOwnValkey({
    users: { bystander: { password: 'bystander-password', rules: '~* +@read' } },
  });
  const url = new URL(server.url);
  const config: ValkeyTarget = {
    name: 'cache',
    kind: 'valkey',
    host: url.hostname,
    port: Number(url.port),
    adminUser: url.username,
    adminPassword: new Secret(url.password),
    tls: 'off',
    connectTimeoutMs: 2_000,
    timeoutMs: 15_000,
  };
  const at = (address: Partial<ValkeyTarget>) => new ValkeyConnector({ ...config, ...address });
  const ways = new Ways(config);
  const bystander = new Secret('bystander-password');
  const wrong = new Secret('not-the-password');
  const root = new Redis(server.url);
  let names = 0;
  return {
    connector: at({}),
    through: async (way) => at((await ways.address(way)) satisfies Address),
    turnedAway: () => at({ adminPassword: wrong }),
    powerless: () => at({ adminUser: 'bystander', adminPassword: bystander }),
    secrets: [config.adminPassword, bystander, wrong],
    reader,
    writer,
    impossible: {
      'a name with a blank': { name: 'a b', entitlements: reader },
      'a password among its rules': { name: 'ada', entitlements: ['>secret'] },
    },
    name: (part) => `${part}-${(names += 1)}`,
    login: async (name, secret) => {
      const client = await clientOf(server.urlFor(name, secret.reveal()));
      return client && { may: (action) => may(client, action), close: async () => client.disconnect() };
    },
    disable: async (name) => {
      await root.call('ACL', 'SETUSER', name, 'off');
    },
    stop: async () => {
      root.disconnect();
      await ways.close();
      await server.stop();
    },
  };
}

connectorConformance('a Valkey server', start, { ownsNothing: 'keys belong to nobody' });
