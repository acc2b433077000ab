import { Nudge, type Clock, type Task } from '@trivium/runtime';
import { Resting } from './resting.js';
import type { WorkLog } from './work-target.js';

/** What becomes due by itself: a leave on its day, a task or a delegation at its end. */
export interface DueThings {
  /** Up to `limit` ids that are due, oldest first. It claims nothing. */
  find(limit: number, now: Date): Promise<readonly string[]>;
  /**
   * Settles one in a transaction of its own. MUST claim it first (`FOR UPDATE SKIP LOCKED`) and look again whether it is
   * due: another process may have found it too.
   */
  settle(id: string, now: Date): Promise<void>;
}

const findLimit = 100;
const atOnce = 8;

/** Settles due things in every process alike; one that fails is tried again in a while and holds up no other. */
export class SweepDue implements Task {
  readonly #nudge = new Nudge();
  readonly #resting = new Resting();
  #running = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    private readonly due: DueThings,
    private readonly clock: Clock,
    private readonly log: WorkLog,
    private readonly pollMs = 250,
  ) {}

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
      const settled = await this.#sweep();
      if (settled === 0 && this.#running) await this.#nudge.wait(this.pollMs);
    }
  }

  /** How many were settled; 0 when nothing is due or nothing could be done, and it is time to wait. */
  async #sweep(): Promise<number> {
    const now = this.clock.now();
    try {
      this.#resting.forget(now);
      const found = await this.due.find(findLimit + this.#resting.size, now);
      const ids = found.filter((id) => !this.#resting.has(id, now));
      let settled = 0;
      for (let from = 0; from < ids.length && this.#running; from += atOnce) {
        const done = await Promise.all(ids.slice(from, from + atOnce).map((id) => this.#settle(id, now)));
        settled += done.filter(Boolean).length;
      }
      return settled;
    } catch (error) {
      this.log.warn({ err: error, work: this.name }, 'due things could not be found; they stay due');
      return 0;
    }
  }

  async #settle(id: string, now: Date): Promise<boolean> {
    try {
      await this.due.settle(id, now);
      this.#resting.settled(id);
      return true;
    } catch (error) {
      this.#resting.failed(id, now);
      this.log.warn({ err: error, work: this.name, id }, 'a due thing could not be settled; it stays due');
      return false;
    }
  }
}
