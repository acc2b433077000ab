import { Nudge, type Task } from '@trivium/runtime';
import type { Spool } from './spool.js';

export interface ShipLog {
  warn(fields: object, message: string): void;
}

export interface ShippedCounter {
  add(count: number, labels: { readonly outcome: 'shipped' }): void;
}

/** A sealed file of the spool. */
export interface SpooledFile {
  readonly path: string;
  /** The run of the process that ships it. */
  readonly run: string;
}

/** Takes a file to the audit road. */
export interface SpooledSender {
  /** Resolves with the number of its lines when all of them have arrived; nothing of it may be forgotten before. */
  send(file: SpooledFile): Promise<number>;
  close(): Promise<void>;
}

const everyMs = 250;

/** Ships what is spooled: a file is deleted when all of it has arrived, and sent again after a crash. */
export class ShipDecisions implements Task {
  readonly name = 'ship-decisions';
  readonly #nudge = new Nudge();
  #isRunning = false;
  #loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly spool: Pick<Spool, 'sealed' | 'pathOf' | 'remove' | 'close' | 'run'>,
    private readonly sender: SpooledSender,
    private readonly counter: ShippedCounter,
    private readonly log: ShipLog,
  ) {}

  start(): void {
    this.#isRunning = true;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#nudge.nudge();
    await this.#loop;
    await this.sender.close();
    await this.spool.close();
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      await this.#attempt();
      await this.#nudge.wait(everyMs);
    }
    await this.#attempt();
  }

  async #attempt(): Promise<void> {
    try {
      for (const name of await this.spool.sealed()) await this.#ship(name);
    } catch (error) {
      this.log.warn({ err: error }, 'decisions could not be sent to the audit road; they stay in the spool');
    }
  }

  async #ship(name: string): Promise<void> {
    const { run } = this.spool;
    const count = await this.sender.send({ path: this.spool.pathOf(name), run });
    await this.spool.remove(name);
    this.counter.add(count, { outcome: 'shipped' });
  }
}
