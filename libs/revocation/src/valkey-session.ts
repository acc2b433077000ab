import { Redis } from 'ioredis';
import { ReadBatch } from './read-batch.js';

export interface SessionOptions {
  /** `valkey://`, `redis://` or `rediss://`, with the service's own ACL user. */
  readonly url: string;
  /** The longest a command may take, in milliseconds; a later answer counts as none. */
  readonly commandTimeoutMs?: number;
}

export interface ServerIdentity {
  readonly runId: string;
  readonly role: string;
}

/** The server answers, but is no primary (a replica lags) or does not say who it is. */
export class NotAPrimary extends Error {
  readonly code = 'ERR_NOT_A_PRIMARY';
}

/** One connection to one server process. It queues nothing, repeats nothing and never reconnects: when it ends, it has ended. */
export class ValkeySession {
  readonly #ended = new AbortController();
  readonly #batch = new ReadBatch((keys) => this.redis.mget(keys));

  private constructor(
    private readonly redis: Redis,
    readonly runId: string,
  ) {
    redis.once('close', () => this.#ended.abort());
    if (redis.status !== 'ready') this.#ended.abort();
  }

  static async open(options: SessionOptions): Promise<ValkeySession> {
    const redis = connection(options);
    try {
      await redis.connect();
      const { runId, role } = await identityOf(redis);
      if (role !== 'master' || runId === '')
        throw new NotAPrimary(`the server is "${role}", a primary is needed`);
      return new ValkeySession(redis, runId);
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  }

  /** Aborted once the connection is gone. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** One round trip together with all other reads of the same turn of the event loop. */
  mget(keys: readonly string[]): Promise<(string | null)[]> {
    return this.#batch.read(keys);
  }

  identity(): Promise<ServerIdentity> {
    return identityOf(this.redis);
  }

  close(): void {
    this.redis.disconnect();
    this.#ended.abort();
  }
}

function connection({ url, commandTimeoutMs = 1_000 }: SessionOptions): Redis {
  const redis = new Redis(url.replace(/^valkey(s?):/, 'redis$1:'), {
    lazyConnect: true,
    connectTimeout: 2_000,
    commandTimeout: commandTimeoutMs,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    disableClientInfo: true,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => null,
  });
  // Every failure also rejects the command or ends the connection, where it is handled; without a listener ioredis prints it.
  redis.on('error', () => undefined);
  return redis;
}

async function identityOf(redis: Redis): Promise<ServerIdentity> {
  const [server, replication] = await Promise.all([redis.info('server'), redis.info('replication')]);
  const field = (text: string, name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(text)?.[1] ?? '';
  return { runId: field(server, 'run_id'), role: field(replication, 'role') };
}
