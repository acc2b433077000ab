import { until } from './until.js';

describe('until', () => {
  it('returns what the condition held for', async () => {
    const answers = [undefined, false, 0];
    await expect(until(() => answers.shift(), { everyMs: 1 })).resolves.toBe(0);
  });

  it('takes a throwing condition as not held yet, and names it as the cause in the end', async () => {
    const late = until(() => Promise.reject(new Error('not up')), {
      timeoutMs: 5,
      description: 'the server is up',
    });
    await expect(late).rejects.toThrow('Not within 5 ms: the server is up');
    await expect(late).rejects.toMatchObject({ cause: new Error('not up') });
  });
});
