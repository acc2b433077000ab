import { randomFillSync } from 'node:crypto';

const size = 4_096;

/** Random bytes, fetched for many at once: each fetch costs more than what is done with sixteen of them. */
export class RandomPool {
  readonly #bytes = new Uint8Array(size);
  #at = size;

  /** So many that were given to nobody before; at most 4,096. They MUST be used at once: what is given later may stand in their place. */
  take(count: number): Uint8Array {
    if (this.#at + count > size) {
      randomFillSync(this.#bytes);
      this.#at = 0;
    }
    return this.#bytes.subarray(this.#at, (this.#at += count));
  }
}
