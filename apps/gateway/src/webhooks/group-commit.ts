/**
 * Writes what arrives while a write is under way together in the next one: a single item waits for nobody, many share the cost
 * of one durable write.
 */
export class GroupCommit<Item> {
  #waiting: {
    readonly item: Item;
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  #busy = false;

  constructor(
    private readonly write: (items: readonly Item[]) => Promise<void>,
    private readonly most = 1_000,
  ) {}

  /** Resolves when the item is written; rejects with the error of the write it was part of. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.most);
      try {
        await this.write(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#busy = false;
  }
}
