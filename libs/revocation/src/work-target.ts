import { Nudge, type Clock, type Task } from '@trivium/runtime';

/** Due work of one target: leased in due order, done one by one, never given up. */
export interface DueWork<Item> {
  lease(limit: number, now: Date, until: Date): Promise<readonly Item[]>;
  /** MUST NOT reject for the target's sake; what failed is due again. */
  perform(item: Item, signal: AbortSignal): Promise<void>;
}

export interface WorkLimits {
  /** Items in flight at once; one target's hanging calls use up its own slots only. */
  readonly concurrency: number;
  /** Milliseconds after which an act at the target is aborted. A lease outlives it, so nobody else begins the same act meanwhile. */
  readonly timeoutMs: number;
}

export interface WorkLog {
  warn(fields: object, message: string): void;
}

const leaseMarginMs = 5_000;

/** Works on one target in one process. A nudge starts it at once; the poll finds what other processes left. */
export class WorkTarget<Item> implements Task {
  readonly #nudge = new Nudge();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #shutdown = new AbortController();
  /** Whether more may be due than was leased: only then a slot that becomes free is a reason to look again. */
  #more = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    private readonly work: DueWork<Item>,
    private readonly limits: WorkLimits,
    private readonly clock: Clock,
    private readonly log: WorkLog,
    private readonly pollMs = 500,
  ) {}

  nudge(): void {
    this.#nudge.nudge();
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** Aborts what is in flight: it is recorded as not done and due again. */
  async stop(): Promise<void> {
    this.#shutdown.abort(new Error('shutting down'));
    this.nudge();
    await this.#loop;
    await Promise.all(this.#inFlight);
  }

  async #run(): Promise<void> {
    while (!this.#shutdown.signal.aborted) {
      await this.#fill();
      if (!this.#more || this.#free <= 0) await this.#nudge.wait(this.pollMs);
    }
  }

  get #free(): number {
    return this.limits.concurrency - this.#inFlight.size;
  }

  /** Leases as many items as there are free slots; while there is more, each that ends asks for the next. */
  async #fill(): Promise<void> {
    const free = this.#free;
    this.#more = free <= 0;
    if (this.#more) return;
    const now = this.clock.now();
    const until = new Date(now.getTime() + this.limits.timeoutMs + leaseMarginMs);
    try {
      const items = await this.work.lease(free, now, until);
      this.#more = items.length >= free;
      for (const item of items) this.#begin(item);
    } catch (error) {
      this.log.warn({ err: error, work: this.name }, 'due work could not be leased; it stays due');
    }
  }

  #begin(item: Item): void {
    const signal = AbortSignal.any([this.#shutdown.signal, AbortSignal.timeout(this.limits.timeoutMs)]);
    const done = this.work
      .perform(item, signal)
      .catch((error: unknown) =>
        this.log.warn(
          { err: error, work: this.name },
          'an attempt could not be recorded; it is repeated when its lease ends',
        ),
      )
      .finally(() => {
        this.#inFlight.delete(done);
        if (this.#more) this.nudge();
      });
    this.#inFlight.add(done);
  }
}
