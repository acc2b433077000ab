import { FakeClock, until } from '@trivium/testing';
import { SweepDue, type DueThings } from './sweep-due.js';

/** Things in memory that stay due until they were settled. */
class KeptThings implements DueThings {
  readonly due: string[] = [];
  readonly settled: string[] = [];
  readonly tries = new Map<string, number>();
  failing = (_id: string) => false;
  broken = false;
  finds = 0;
  atOnce = 0;
  mostAtOnce = 0;

  async find(limit: number): Promise<readonly string[]> {
    this.finds += 1;
    if (this.broken) throw new Error('the database is away');
    return this.due.slice(0, limit);
  }

  async settle(id: string): Promise<void> {
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    this.atOnce -= 1;
    this.tries.set(id, (this.tries.get(id) ?? 0) + 1);
    if (this.failing(id)) throw new Error('poison');
    this.due.splice(this.due.indexOf(id), 1);
    this.settled.push(id);
  }
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`);

describe('what becomes due by itself', () => {
  let clock: FakeClock;
  let things: KeptThings;
  let sweep: SweepDue;
  let warnings: string[];
  beforeEach(() => {
    clock = new FakeClock();
    things = new KeptThings();
    warnings = [];
    const log = { warn: (_fields: object, message: string) => void warnings.push(message) };
    sweep = new SweepDue('leave on the day', things, clock, log, 5);
  });
  afterEach(() => sweep.stop());

  it('is settled, all of it, a few at a time', async () => {
    things.due.push(...numbered('leave', 250));
    sweep.start();
    await until(() => things.due.length === 0);
    expect(new Set(things.settled).size).toBe(250);
    expect(things.mostAtOnce).toBeLessThanOrEqual(8);
  });

  it('is settled although there is more before it that never can be', async () => {
    things.due.push(...numbered('poison', 300), 'leave');
    things.failing = (id) => id.startsWith('poison');
    sweep.start();
    await until(() => things.settled.includes('leave'));
    expect(things.due).toEqual(numbered('poison', 300));
    expect(new Set(warnings)).toEqual(new Set(['a due thing could not be settled; it stays due']));
  });

  it('is tried again in a while when it failed, for ever', async () => {
    things.due.push('stubborn');
    things.failing = () => (things.tries.get('stubborn') ?? 0) < 6;
    sweep.start();
    await until(() => {
      clock.advance(60_000);
      return things.settled.includes('stubborn');
    });
    expect(things.tries.get('stubborn')).toBe(6);
  });

  it('is not tried again in a rush while the clock stands', async () => {
    things.due.push('poison');
    things.failing = () => true;
    sweep.start();
    await until(() => things.finds > 20);
    expect(things.tries.get('poison')).toBeLessThanOrEqual(2);
  });

  it('stays due while it cannot be found', async () => {
    things.broken = true;
    things.due.push('leave');
    sweep.start();
    await until(() => warnings.includes('due things could not be found; they stay due'));
    things.broken = false;
    await until(() => things.settled.includes('leave'));
  });
});
