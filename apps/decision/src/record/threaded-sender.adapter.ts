import type { KafkaConfig } from '@trivium/bus';
import { Piscina } from 'piscina';
import { fileURLToPath } from 'node:url';
import type { SpooledFile, SpooledSender } from './ship-decisions.js';

/** Above 0 is less urgent: where there are fewer cores than threads, an answer goes before its record. */
const niceness = 5;

/**
 * Sends on a thread of its own. Megabytes of text that are split, joined and compressed stop a thread for moments and leave garbage that stops
 * it again; on the one that answers, that was the slowest hundredth of all answers.
 */
export class ThreadedSender implements SpooledSender {
  readonly #pool: Piscina<SpooledFile, number>;
  #broken = new AbortController();

  constructor(kafka: KafkaConfig) {
    const { KAFKA_BROKERS, KAFKA_USERNAME, KAFKA_PASSWORD, TRIVIUM_KAFKA_TLS } = kafka;
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL('./send-spooled.worker.js', import.meta.url)),
      workerData: { KAFKA_BROKERS, KAFKA_USERNAME, KAFKA_PASSWORD, TRIVIUM_KAFKA_TLS },
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: Infinity,
      niceIncrement: niceness,
      // What the process loads before all else (telemetry) it has already, and once.
      execArgv: ['--enable-source-maps'],
    });
    this.#pool.on('error', (error: unknown) => {
      this.#broken.abort(error);
      this.#broken = new AbortController();
    });
  }

  /** Also rejects when the thread ends or cannot begin, of which the pool itself would tell nobody who waits; the next call begins another. */
  async send(file: SpooledFile): Promise<number> {
    const { signal } = this.#broken;
    try {
      return await this.#pool.run(file, { signal });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
