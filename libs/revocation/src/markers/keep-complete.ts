import { Nudge, type Clock, type Task } from '@trivium/runtime';
import { randomUUID } from 'node:crypto';
import type { MarkerCache } from './marker-cache.js';
import type { MarkerStore } from './marker.store.js';

export interface KeeperLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export type KeeperState = 'unknown' | 'rebuilding' | 'complete';

/** Looks often whether Valkey still has all markers of this road, and writes them again after a flush, a restart or a failover. */
export class KeepMarkersComplete implements Task {
  readonly name = 'keep-markers-complete';
  readonly #nudge = new Nudge();
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #state: KeeperState = 'unknown';
  #written = 0;

  constructor(
    private readonly store: MarkerStore,
    private readonly cache: MarkerCache,
    private readonly clock: Clock,
    private readonly log: KeeperLog,
    private readonly everyMs = 200,
  ) {}

  get state(): KeeperState {
    return this.#state;
  }

  /** How many markers the rebuild under way has written. */
  get written(): number {
    return this.#written;
  }

  start(): void {
    this.#running = true;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#nudge.nudge();
    await this.#loop;
    this.cache.close();
  }

  async #run(): Promise<void> {
    while (this.#running) {
      await this.#look();
      if (this.#running) await this.#nudge.wait(this.everyMs);
    }
  }

  async #look(): Promise<void> {
    try {
      await this.cache.connect();
      if (!(await this.cache.complete())) await this.rebuild();
      this.#state = 'complete';
    } catch (error) {
      if (this.#state !== 'unknown')
        this.log.warn({ err: error }, 'the containment markers are out of reach; decisions deny meanwhile');
      this.#state = 'unknown';
    }
  }

  /**
   * Writers that are under way began before the nonce was set: their markers may have been wiped and their rows are not visible
   * yet, so the barrier waits for them. Whoever begins later writes after the nonce, to this server.
   */
  async rebuild(): Promise<void> {
    this.#state = 'rebuilding';
    for (let stamped = false; !stamped;) {
      const nonce = randomUUID();
      this.#written = 0;
      await this.cache.beginRebuild(nonce);
      await this.store.barrier();
      for await (const page of this.store.live(this.clock.now())) {
        await this.cache.write(page);
        this.#written += page.length;
      }
      stamped = await this.cache.endRebuild(nonce);
    }
    this.log.info({ markers: this.#written }, 'all containment markers are in Valkey');
  }
}
