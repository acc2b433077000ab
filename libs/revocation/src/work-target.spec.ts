import { FakeClock, until } from '@trivium/testing';
import { WorkTarget, type DueWork, type WorkLimits } from './work-target.js';

/** Work in memory: items are due until they were performed, and each waits to be let go. */
class HeldWork implements DueWork<string> {
  readonly due: string[] = [];
  readonly leases: { readonly limit: number; readonly now: Date; readonly until: Date }[] = [];
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  readonly aborted: string[] = [];
  broken = false;
  readonly #letGo = new Map<string, () => void>();

  async lease(limit: number, now: Date, until: Date): Promise<readonly string[]> {
    this.leases.push({ limit, now, until });
    if (this.broken) throw new Error('the database is away');
    return this.due.splice(0, limit);
  }

  async perform(item: string, signal: AbortSignal): Promise<void> {
    this.begun.push(item);
    if (item.startsWith('unrecorded')) throw new Error('it could not be recorded');
    await new Promise<void>((resolve) => {
      this.#letGo.set(item, resolve);
      signal.addEventListener('abort', () => {
        this.aborted.push(item);
        resolve();
      });
    });
    this.ended.push(item);
  }

  finish(item: string): void {
    this.#letGo.get(item)?.();
  }
}

describe('the work of one target', () => {
  const clock = new FakeClock();
  const started: WorkTarget<string>[] = [];
  let warnings: string[];
  beforeEach(() => (warnings = []));
  afterEach(() => Promise.all(started.splice(0).map((worker) => worker.stop())));

  function working(work: HeldWork, limits: Partial<WorkLimits> = {}): WorkTarget<string> {
    const log = { warn: (_fields: object, message: string) => void warnings.push(message) };
    const bounds = { concurrency: 2, timeoutMs: 60_000, ...limits };
    const worker = new WorkTarget('eradicate orders', work, bounds, clock, log, 10);
    worker.start();
    started.push(worker);
    return worker;
  }

  it('never has more in flight than its slots, and fills each as it becomes free', async () => {
    const work = new HeldWork();
    work.due.push('a', 'b', 'c', 'd');
    working(work);
    await until(() => work.begun.length === 2);
    work.finish('b');
    await until(() => work.begun.length === 3);
    expect(work.begun).toEqual(['a', 'b', 'c']);
    expect(work.due).toEqual(['d']);
    expect(Math.max(...work.leases.map(({ limit }) => limit))).toBe(2);
  });

  it('does not look again when an item ends and nothing more was due', async () => {
    const work = new HeldWork();
    const hour = 3_600_000;
    const limits = { concurrency: 3, timeoutMs: hour };
    const worker = new WorkTarget('patient', work, limits, clock, { warn: () => undefined }, hour);
    work.due.push('a', 'b');
    worker.start();
    started.push(worker);
    await until(() => work.begun.length === 2);
    work.finish('a');
    work.finish('b');
    await until(() => work.ended.length === 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(work.leases).toHaveLength(1);
  });

  it('looks again when an item ends and there was work without a slot', async () => {
    const work = new HeldWork();
    const hour = 3_600_000;
    const limits = { concurrency: 1, timeoutMs: hour };
    const worker = new WorkTarget('patient', work, limits, clock, { warn: () => undefined }, hour);
    worker.start();
    started.push(worker);
    await until(() => work.leases.length === 1);
    work.due.push('a');
    worker.nudge();
    await until(() => work.begun.includes('a'));
    work.due.push('b');
    worker.nudge();
    work.finish('a');
    expect(await until(() => work.begun.includes('b'))).toBe(true);
  });

  it('asks for a lease that outlives the time limit of an act', async () => {
    const work = new HeldWork();
    working(work, { timeoutMs: 7_000 });
    const { now, until: end } = await until(() => work.leases[0]);
    expect(now).toEqual(clock.now());
    expect(end.getTime() - now.getTime()).toBeGreaterThan(7_000);
  });

  it('aborts what takes too long and gives its slot to the next', async () => {
    const work = new HeldWork();
    work.due.push('hanging', 'next');
    working(work, { concurrency: 1, timeoutMs: 30 });
    await until(() => work.begun.includes('next'));
    expect(work.aborted).toContain('hanging');
  });

  it('does not wait for another target that hangs', async () => {
    const [hanging, quick] = [new HeldWork(), new HeldWork()];
    hanging.due.push('a', 'b');
    quick.due.push('x', 'y', 'z');
    working(hanging);
    working(quick);
    for (const item of ['x', 'y', 'z']) {
      await until(() => quick.begun.includes(item));
      quick.finish(item);
    }
    await until(() => quick.ended.length === 3);
    expect([hanging.begun, hanging.ended]).toEqual([['a', 'b'], []]);
  });

  it('goes on when due work cannot be leased or an attempt not be recorded, and says so', async () => {
    const work = new HeldWork();
    work.broken = true;
    working(work);
    await until(() => work.leases.length > 2);
    work.due.push('unrecorded', 'next');
    work.broken = false;
    await until(() => work.begun.includes('next'));
    expect(new Set(warnings)).toEqual(
      new Set([
        'due work could not be leased; it stays due',
        'an attempt could not be recorded; it is repeated when its lease ends',
      ]),
    );
  });

  it('begins at once when it is nudged', async () => {
    const work = new HeldWork();
    const log = { warn: () => undefined };
    const hour = 3_600_000;
    const worker = new WorkTarget('patient', work, { concurrency: 1, timeoutMs: hour }, clock, log, hour);
    worker.start();
    started.push(worker);
    await until(() => work.leases.length === 1);
    work.due.push('a');
    worker.nudge();
    expect(await until(() => work.begun[0])).toBe('a');
  });

  it('aborts what is in flight when it stops, and waits for it to be recorded', async () => {
    const work = new HeldWork();
    work.due.push('a', 'b');
    const worker = working(work);
    await until(() => work.begun.length === 2);
    await worker.stop();
    expect([work.aborted, work.ended]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    const asked = work.leases.length;
    worker.nudge();
    await new Promise((resolve) => setImmediate(resolve));
    expect(work.leases).toHaveLength(asked);
  });
});
