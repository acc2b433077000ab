import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startValkey, type EmbeddedValkey, type ValkeyOptions } from '@trivium/local';
import { testServers } from './testing.config.js';

/** The URL of a logical database nobody has used in this test run; its user may do everything. */
export async function testValkey(): Promise<string> {
  const server = testServers().valkey;
  const client = new Redis(server);
  try {
    const database = await client.incr('spec:databases');
    return `${server}/${database}`;
  } finally {
    client.disconnect();
  }
}

/** Tries a name and a password at a server, and says what came of it. */
export async function logInAtValkey(url: string, name: string, password: string): Promise<'in' | 'refused'> {
  const { hostname, port } = new URL(url);
  const client = new Redis(Number(port), hostname, {
    lazyConnect: true,
    enableReadyCheck: false,
    retryStrategy: () => null,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.call('AUTH', name, password);
    return 'in';
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('WRONGPASS')) return 'refused';
    throw error;
  } finally {
    client.disconnect();
  }
}

/** A server of its own for a spec that flushes, stops or restarts it; `stop` also removes its folder. */
export async function startOwnValkey(options: Omit<ValkeyOptions, 'dataDir'> = {}): Promise<EmbeddedValkey> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trivium-valkey-'));
  const server = await startValkey({ ...options, dataDir });
  return {
    ...server,
    get pid() {
      return server.pid;
    },
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
