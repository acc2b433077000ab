import { RandomPool } from './random-pool.js';

describe('a pool of random bytes', () => {
  it('gives others each time, also when it is filled again', () => {
    const pool = new RandomPool();
    const given = Array.from({ length: 1_000 }, () => Buffer.from(pool.take(16)).toString('hex'));
    expect(new Set(given).size).toBe(1_000);
    expect(given.every((one) => one.length === 32)).toBe(true);
  });

  it('gives as many as are asked for, where what is left is less', () => {
    const pool = new RandomPool();
    pool.take(4_000);
    expect(pool.take(100)).toHaveLength(100);
    expect(pool.take(4_096)).toHaveLength(4_096);
  });
});
