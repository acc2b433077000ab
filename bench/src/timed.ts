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
