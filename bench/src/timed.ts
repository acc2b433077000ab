import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds that an act takes. */
export async function timed(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await act();
  return performance.now() - from;
}

/** Acts on every item, a few at a time, and answers in their order. */
export async function each<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  const work = async () => {
    for (const [at, item] of entries) results[at] = await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** How often per second an act is done when `inFlight` of them always run. */
export async function ratePerSecond(
  inFlight: number,
  acts: readonly (() => Promise<unknown>)[],
): Promise<number> {
  return acts.length / ((await timed(() => each(acts, inFlight, (act) => act()))) / 1000);
}

/**
 * Acts so often per second, at most so many at once, and answers how many milliseconds each took from when it was due: an act that had
 * to wait for others is as late as it seems to whoever asked. Nothing is kept for each act but that number: what a client has to tidy
 * up behind itself would stop the service that it measures.
 */
export async function paced(
  perSecond: number,
  atOnce: number,
  count: number,
  act: (turn: number) => Promise<unknown>,
): Promise<Float64Array> {
  const took = new Float64Array(count);
  const start = performance.now();
  let begun = 0;
  const work = async () => {
    for (let turn = (begun += 1) - 1; turn < count; turn = (begun += 1) - 1) {
      const due = start + (turn * 1_000) / perSecond;
      if (due > performance.now() + 1) await wait(due - performance.now());
      const from = Math.min(due, performance.now());
      await act(turn);
      took[turn] = performance.now() - from;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return took;
}
