import type { Road } from '@trivium/identity';
import type { Admin } from 'kafkajs';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Bench } from '../benchmark.js';
import type { FloodScene } from './flood-work.js';
import type { FloodOrder, FloodRequest } from './flood.worker.js';
import { drained } from './lag.js';

/** The load of one road, made on a thread of its own. */
export class Flood {
  /** Pieces of work per second that the road finishes when nothing else happens; measured. */
  alone = 0;
  /** The same while the other roads are flooded, too: its share of what this machine can do. */
  share = 0;

  private constructor(
    readonly road: Road,
    private readonly worker: Worker,
  ) {}

  static async open({ system }: Bench, road: Road, scene: FloodScene): Promise<Flood> {
    const order: FloodOrder = { road, address: system.example.address, scene };
    const worker = new Worker(new URL('./flood.worker.js', import.meta.url), { workerData: order });
    const flood = new Flood(road, worker);
    await once(worker, 'message');
    return flood;
  }

  /** From the first piece sent to the last one read. */
  async measureAlone(admin: Admin, count: number): Promise<void> {
    this.alone = await this.#rate(admin, () => this.#ask({ do: 'burst', count }));
  }

  /** MUST be asked of all floods at once. */
  async measureShare(admin: Admin, seconds: number): Promise<void> {
    this.share = await this.#rate(admin, () => this.#ask({ do: 'press', seconds }));
  }

  async flow(perSecond: number): Promise<void> {
    await this.#ask({ do: 'flow', perSecond });
  }

  /** Answers how many pieces were sent. */
  stop(): Promise<number> {
    return this.#ask({ do: 'stop' });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  async #rate(admin: Admin, send: () => Promise<number>): Promise<number> {
    const from = performance.now();
    const count = await send();
    await drained(admin, this.road);
    return count / ((performance.now() - from) / 1000);
  }

  async #ask(request: FloodRequest): Promise<number> {
    const answered = once(this.worker, 'message');
    this.worker.postMessage(request);
    const [done] = (await answered) as [number];
    return done;
  }
}
