import { roads, type Chain, type Road } from '@trivium/identity';
import { setTimeout as delay } from 'node:timers/promises';
import { chainKeys, completeKey, judgeChain, type ChainReader, type ChainState } from './chain-reader.js';
import { ValkeySession, type SessionOptions } from './valkey-session.js';

export interface ChainReaderLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface ValkeyChainReaderOptions extends SessionOptions {
  readonly log: ChainReaderLog;
  /** How often the server is asked whether it is still the primary it was, in milliseconds. */
  readonly heartbeatMs?: number;
}

const firstBackoffMs = 50;
const lastBackoffMs = 1_000;
const toleratedMisses = 2;
const unreachable: ChainState = { state: 'denied', reason: 'unreachable' };

/**
 * Reads chains from Valkey over one connection at a time. A session is one TCP connection to one server process and never
 * reconnects, so whatever it answers came from the process whose run id it knows; a lost one is replaced by a new session.
 */
export class ValkeyChainReader implements ChainReader {
  #session: ValkeySession | undefined;
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #stop = new AbortController();
  #wasReachable = true;

  constructor(private readonly options: ValkeyChainReaderOptions) {}

  readonly name = 'chain-reader';

  start(): void {
    this.#running = true;
    this.#stop = new AbortController();
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#stop.abort();
    this.#session?.close();
    await this.#loop;
  }

  async read(chain: Chain): Promise<ChainState> {
    const keys = chainKeys(chain);
    const session = this.#session;
    if (!session) return unreachable;
    const values = await this.#mget(session, keys);
    return values && this.#session === session ? judgeChain(chain, values, session.runId) : unreachable;
  }

  async completeness(): Promise<Readonly<Record<Road, boolean>> | undefined> {
    const session = this.#session;
    const stamps = session && (await this.#mget(session, roads.map(completeKey)));
    if (!stamps || this.#session !== session) return undefined;
    const complete = (road: Road) => stamps[roads.indexOf(road)] === session.runId;
    return { workforce: complete('workforce'), workload: complete('workload'), agent: complete('agent') };
  }

  async #mget(session: ValkeySession, keys: readonly string[]): Promise<(string | null)[] | undefined> {
    try {
      const values = await session.mget(keys);
      this.#say(true);
      return values;
    } catch (error) {
      this.#say(false, error);
      return undefined;
    }
  }

  async #run(): Promise<void> {
    let backoff = firstBackoffMs;
    while (this.#running) {
      const lived = await this.#holdOneSession();
      backoff = lived ? firstBackoffMs : Math.min(backoff * 2, lastBackoffMs);
      await this.#pause(backoff);
    }
  }

  /** Connects, serves until the session ends, and says whether it ever served. */
  async #holdOneSession(): Promise<boolean> {
    try {
      const session = await ValkeySession.open(this.options);
      if (!this.#running) return (session.close(), false);
      this.#session = session;
      session.ended.addEventListener('abort', () => (this.#session = undefined), { once: true });
      this.#say(true);
      await this.#watch(session);
      return true;
    } catch (error) {
      this.#say(false, error);
      return false;
    }
  }

  /** A half-open connection and a demoted primary do not end by themselves; both are found here and dropped. */
  async #watch(session: ValkeySession): Promise<void> {
    let misses = 0;
    while (this.#running && !session.ended.aborted && misses <= toleratedMisses) {
      await this.#pause(this.options.heartbeatMs ?? 1_000, session.ended);
      if (session.ended.aborted) break;
      const state = await session.identity().catch((error: unknown) => ({ error }));
      if ('error' in state) misses += 1;
      else if (state.role === 'master' && state.runId === session.runId) misses = 0;
      else break;
    }
    this.#session = undefined;
    session.close();
    this.#say(false);
  }

  async #pause(milliseconds: number, until?: AbortSignal): Promise<void> {
    const signal = until ? AbortSignal.any([until, this.#stop.signal]) : this.#stop.signal;
    await delay(milliseconds, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  #say(reachable: boolean, error?: unknown): void {
    if (reachable === this.#wasReachable || !this.#running) return;
    this.#wasReachable = reachable;
    if (reachable) this.options.log.info({}, 'the markers can be read');
    else
      this.options.log.warn(
        { err: error },
        'the markers cannot be read: every chain is denied until they can',
      );
  }
}
