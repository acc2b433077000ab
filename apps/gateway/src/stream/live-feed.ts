export interface FeedItem {
  /** Grows by one with each item of this process. */
  readonly id: number;
  readonly event: 'revocation' | 'lag';
  readonly data: string;
}

/** Takes one item; false when it cannot take any more and has to be let go. */
export type Listener = (item: FeedItem) => boolean;

const remembered = 1_000;

/** Gives every item to everybody who listens, and what was missed to who comes back soon. */
export class LiveFeed {
  readonly #recent: FeedItem[] = [];
  readonly #listeners = new Set<Listener>();
  #last = Date.now() * 1000;

  push(event: FeedItem['event'], data: unknown): void {
    const item = { id: (this.#last += 1), event, data: JSON.stringify(data) };
    if (event === 'revocation') this.#recent.push(item);
    if (this.#recent.length > remembered) this.#recent.shift();
    for (const listener of this.#listeners) if (!listener(item)) this.#listeners.delete(listener);
  }

  /** First what came after `lastId`, then everything new, until the returned function is called. */
  listen(listener: Listener, lastId?: number): () => void {
    const missed = lastId === undefined ? [] : this.#recent.filter(({ id }) => id > lastId);
    if (missed.every(listener)) this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}
