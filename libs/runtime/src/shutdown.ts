import { Injectable, type INestApplication, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from '@trivium/telemetry';
import { Health } from './health.js';

export const shutdownMs = 20_000;
const signals = ['SIGTERM', 'SIGINT'] as const;

async function closesWithin(app: INestApplication, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const closed = app.close().then(() => true);
  return Promise.race([closed, late]).finally(() => clearTimeout(timer));
}

/** Reports not ready, finishes what is in flight and closes. The exit code: 0, or 1 when that failed or took longer than `limitMs`. */
export async function shutDown(
  app: INestApplication,
  logger: Logger,
  limitMs: number = shutdownMs,
): Promise<0 | 1> {
  app.get(Health).drain();
  try {
    if (await closesWithin(app, limitMs)) return 0;
    logger.error({ limitMs }, 'shutdown took too long; what is in flight is done again after the next start');
  } catch (err) {
    logger.error({ err }, 'shutdown failed');
  }
  return 1;
}

/** Ends the process in order on SIGTERM and SIGINT. A second signal changes nothing: the limit ends a process that hangs. */
@Injectable()
export class ShutdownSignals implements OnApplicationShutdown {
  #onSignal: ((signal: NodeJS.Signals) => void) | undefined;
  #closing = false;

  listen(app: INestApplication, logger: Logger): void {
    this.#onSignal = (signal) => {
      if (this.#closing) return;
      this.#closing = true;
      logger.info({ signal }, 'shutting down');
      void shutDown(app, logger).then((code) => process.exit(code));
    };
    for (const signal of signals) process.on(signal, this.#onSignal);
  }

  /** Handlers stay while a signal is being followed, so that a second one does not end the process by its default. */
  onApplicationShutdown(): void {
    if (this.#closing || !this.#onSignal) return;
    for (const signal of signals) process.off(signal, this.#onSignal);
  }
}
