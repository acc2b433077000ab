import { Redis } from 'ioredis';
import type { ValkeyTarget } from './valkey.config.js';

function connection(config: ValkeyTarget, username: string, password: string): Redis {
  const redis = new Redis({
    host: config.host,
    port: config.port,
    username,
    password,
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

/** One connection as the administrator, closed afterwards, also when the signal ends it early. */
export async function asAdmin<T>(
  config: ValkeyTarget,
  signal: AbortSignal,
  act: (redis: Redis) => Promise<T>,
): Promise<T> {
  const redis = connection(config, config.adminUser, config.adminPassword.reveal());
  const end = () => redis.disconnect();
  signal.addEventListener('abort', end, { once: true });
  try {
    await redis.connect();
    return await act(redis);
  } finally {
    signal.removeEventListener('abort', end);
    redis.disconnect();
  }
}

/** Tries to log in; false when the server itself refuses user and password. */
export async function canLogIn(config: ValkeyTarget, username: string, password: string): Promise<boolean> {
  // The handshake is done by hand: the client would go on without authentication after a refused AUTH.
  const redis = connection({ ...config }, '', '');
  try {
    await redis.connect();
    await redis.auth(username, password);
    return true;
  } catch (error) {
    if (error instanceof Error && /^(WRONGPASS|NOAUTH|ERR AUTH)/.test(error.message)) return false;
    throw error;
  } finally {
    redis.disconnect();
  }
}
