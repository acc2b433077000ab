import { each, paced } from './timed.js';

describe('acting on each item', () => {
  it('answers in the order of the items, whoever is done first', async () => {
    const gates = new Map<number, () => void>();
    const act = (item: number) => new Promise<number>((resolve) => gates.set(item, () => resolve(item * 10)));
    const all = each([1, 2], 2, act);
    gates.get(2)!();
    gates.get(1)!();
    await expect(all).resolves.toEqual([10, 20]);
  });

  it('never has more in hand than it may', async () => {
    const inHand = { now: 0, most: 0 };
    await each([1, 2, 3, 4, 5], 2, async () => {
      inHand.most = Math.max(inHand.most, (inHand.now += 1));
      await Promise.resolve();
      inHand.now -= 1;
    });
    expect(inHand).toEqual({ now: 0, most: 2 });
  });
});

it('paced acts are as late as they seem to whoever asked', async () => {
  const slow = () => new Promise((resolve) => setImmediate(resolve));
  const took = await paced(1_000_000, 1, 3, slow);
  expect(took).toHaveLength(3);
  expect(took[2]!).toBeGreaterThan(took[0]!);
});
