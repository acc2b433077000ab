import { setTimeout as wait } from 'node:timers/promises';

type Held<T> = Exclude<T, false | null | undefined>;

/** Asks again until there is an answer; what was waited for stands in the error. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  timeoutMs = 30_000,
  everyMs = 15,
): Promise<Held<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) return answer as Held<T>;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs / 1000} s in vain for ${what}`);
    await wait(everyMs);
  }
}
