import { Nudge, type Clock, type Task } from '@trivium/runtime';
import type { GrantStore } from './grant.store.js';
import type { ResidentGrants } from './resident-grants.js';

export interface ProjectionLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface KeeperOptions {
  /** Milliseconds between looks, when nobody nudges. */
  readonly everyMs?: number;
  /** Whether events arrive at this moment; while they do not, what is read is not younger than before. */
  readonly consuming: () => boolean;
}

/**
 * Loads all grants before the service is ready, then follows the table: what this process wrote after a nudge, what another
 * replica wrote within one look.
 */
export class KeepGrantsResident implements Task {
  readonly name = 'keep-grants-resident';
  readonly #nudge = new Nudge();
  #running = false;
  #loop: Promise<void> = Promise.resolve();
  #horizon: string | undefined;
  #asOf: Date | undefined;

  constructor(
    private readonly store: GrantStore,
    private readonly grants: ResidentGrants,
    private readonly clock: Clock,
    private readonly log: ProjectionLog,
    private readonly options: KeeperOptions,
  ) {}

  /** The moment as of which the resident grants were known to be right; undefined while they are loading. */
  get asOf(): Date | undefined {
    return this.#asOf;
  }

  nudge(): void {
    this.#nudge.nudge();
  }

  start(): void {
    this.#running = true;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#nudge.nudge();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (this.#running) {
      await this.#attempt();
      if (this.#running) await this.#nudge.wait(this.options.everyMs ?? 250);
    }
  }

  async #attempt(): Promise<void> {
    const started = this.clock.now();
    try {
      if (this.#horizon === undefined) await this.#load();
      else await this.#follow(this.#horizon);
      if (this.options.consuming() || this.#asOf === undefined) this.#asOf = started;
    } catch (error) {
      this.log.warn(
        { err: error },
        'the grants cannot be followed; decisions are made from what is resident',
      );
    }
  }

  async #load(): Promise<void> {
    const horizon = await this.store.horizon();
    for await (const page of this.store.held()) for (const change of page) this.grants.apply(change);
    this.#horizon = horizon;
    this.log.info({ grants: this.grants.size }, 'all grants are resident');
  }

  async #follow(horizon: string): Promise<void> {
    const { horizon: next, changes } = await this.store.changesSince(horizon);
    for (const change of changes) this.grants.apply(change);
    this.#horizon = next;
  }
}
