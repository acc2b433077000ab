import { LiveFeed, type FeedItem } from './live-feed.js';

function collector() {
  const items: FeedItem[] = [];
  return { items, listener: (item: FeedItem) => items.push(item) > 0 };
}

describe('the live feed', () => {
  it('gives everybody everything from when they came', () => {
    const feed = new LiveFeed();
    const [early, late] = [collector(), collector()];
    feed.listen(early.listener);
    feed.push('revocation', { n: 1 });
    feed.listen(late.listener);
    feed.push('revocation', { n: 2 });
    expect(early.items.map(({ data }) => data)).toEqual(['{"n":1}', '{"n":2}']);
    expect(late.items.map(({ data }) => data)).toEqual(['{"n":2}']);
  });

  it('gives who comes back what they missed, once', () => {
    const feed = new LiveFeed();
    const [first, again] = [collector(), collector()];
    const leave = feed.listen(first.listener);
    feed.push('revocation', { n: 1 });
    leave();
    feed.push('revocation', { n: 2 });
    feed.listen(again.listener, first.items[0]!.id);
    expect(again.items.map(({ data }) => data)).toEqual(['{"n":2}']);
  });

  it('lets go of who cannot keep up', () => {
    const feed = new LiveFeed();
    feed.listen(() => false);
    feed.push('lag', []);
    expect(feed.listeners).toBe(0);
  });
});
