import fc from 'fast-check';
import { ReadBatch } from './read-batch.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('reads of one turn', () => {
  it('become one command, and each gets its own values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 40 }),
        async (reads) => {
          let commands = 0;
          const batch = new ReadBatch(async (keys) => {
            commands += 1;
            return keys.map((key) => `value of ${key}`);
          });
          const values = await Promise.all(reads.map((keys) => batch.read(keys)));
          expect(values).toEqual(reads.map((keys) => keys.map((key) => `value of ${key}`)));
          expect(commands).toBe(1);
        },
      ),
    );
  });

  it('are sent after they were asked for, never answered from an earlier command', async () => {
    let now = 0;
    const batch = new ReadBatch(async (keys) => keys.map(() => String(now)));
    const first = batch.read(['a']);
    now = 1;
    await expect(first).resolves.toEqual(['1']);
    now = 2;
    await expect(batch.read(['a'])).resolves.toEqual(['2']);
  });

  it('fail together and leave the next turn untouched', async () => {
    let broken = true;
    const batch = new ReadBatch((keys) =>
      broken ? Promise.reject(new Error('closed')) : Promise.resolve(keys),
    );
    const outcomes = await Promise.allSettled([batch.read(['a']), batch.read(['b'])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    await expect(batch.read(['c'])).resolves.toEqual(['c']);
  });

  it('are split when they are very many', async () => {
    const sizes: number[] = [];
    const batch = new ReadBatch(async (keys) => {
      sizes.push(keys.length);
      return keys;
    });
    const reads = Array.from({ length: 500 }, (_, at) =>
      batch.read(Array.from({ length: 10 }, (_, key) => `${at}-${key}`)),
    );
    await turn();
    expect((await Promise.all(reads))[499]?.[9]).toBe('499-9');
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_000);
  });
});
