import { once } from 'node:events';

const forLong = 2 ** 31 - 1;

/** Waits for the signal, and keeps this process running meanwhile: a system in containers leaves it nothing else to wait for. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  const awake = setInterval(() => undefined, forLong);
  try {
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    clearInterval(awake);
  }
}
