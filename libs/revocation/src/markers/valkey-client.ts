import { Redis } from 'ioredis';
import type { ValkeyConfig } from './valkey.config.js';

/** A connection that answers now or fails now: nothing is queued while it is down, and a lost one comes back by itself. */
export function valkeyClient(config: ValkeyConfig): Redis {
  const valkey = new Redis(config.VALKEY_URL, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 2_000,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
  });
  // Every failure also rejects the command that met it; without a listener ioredis prints it beside the log.
  valkey.on('error', () => undefined);
  return valkey;
}
