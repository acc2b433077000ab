import { randomInt } from 'node:crypto';
import getPort from 'get-port';

export const loopback = '127.0.0.1';

/**
 * Random ports come from below the range that systems use for outgoing connections: otherwise a client that keeps
 * trying a stopped server's port can end up connected to itself, and the server cannot come back on it.
 */
function candidates(count = 40): number[] {
  return Array.from({ length: count }, () => randomInt(12_000, 32_000));
}

/** A port nobody listens on: the preferred one if it is free, else a random one. */
export async function freePort(preferred?: number): Promise<number> {
  const port = preferred === undefined ? candidates() : [preferred, ...candidates()];
  return getPort({ host: loopback, port, reserve: true });
}
