import { Redis } from 'ioredis';
import type { Secret } from '@trivium/credentials';
import { answerOf } from './port-errors.js';
import type { ValkeyTarget } from './valkey.config.js';

interface Login {
  readonly user: string;
  readonly secret: Secret;
}

function client(config: ValkeyTarget): Redis {
  const redis = new Redis({
    host: config.host,
    port: config.port,
    ...(config.tls === 'verify' && { tls: {} }),
    lazyConnect: true,
    connectTimeout: config.connectTimeoutMs,
    commandTimeout: config.timeoutMs,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    disableClientInfo: true,
    retryStrategy: () => null,
  });
  // Every failure also rejects the command that met it; without a listener ioredis prints it.
  redis.on('error', () => undefined);
  return redis;
}

/**
 * One connection for one piece of work, as this user: it is gone when this returns, and the signal cuts it at once. The login is a
 * command of its own, because the client would go on without authentication after a refused one.
 */
async function withLogin<T>(
  config: ValkeyTarget,
  { user, secret }: Login,
  signal: AbortSignal,
  work: (redis: Redis) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const redis = client(config);
  const cut = () => redis.disconnect();
  signal.addEventListener('abort', cut, { once: true });
  try {
    await redis.connect();
    await redis.auth(user, secret.reveal());
    return await work(redis);
  } finally {
    signal.removeEventListener('abort', cut);
    redis.disconnect();
  }
}

export function asAdmin<T>(
  config: ValkeyTarget,
  signal: AbortSignal,
  work: (redis: Redis) => Promise<T>,
): Promise<T> {
  return withLogin(config, { user: config.adminUser, secret: config.adminPassword }, signal, work);
}

/** Tries to log in; false when the server itself refuses user and password. */
export async function canLogIn(config: ValkeyTarget, login: Login, signal: AbortSignal): Promise<boolean> {
  try {
    await withLogin(config, login, signal, async () => undefined);
    return true;
  } catch (error) {
    if (answerOf(error)?.startsWith('WRONGPASS') && !signal.aborted) return false;
    throw error;
  }
}
