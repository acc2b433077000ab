import { untilAborted } from './until-aborted.js';

const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

it('a process that waits for its end runs until then, and no longer', async () => {
  const [ending, before] = [new AbortController(), timers()];
  const waiting = untilAborted(ending.signal);
  expect(timers()).toBe(before + 1);
  ending.abort();
  await waiting;
  expect(timers()).toBe(before);
});

it('an end that was told before is not waited for', async () => {
  await expect(untilAborted(AbortSignal.abort())).resolves.toBeUndefined();
});
