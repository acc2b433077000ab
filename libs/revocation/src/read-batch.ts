type Values = (string | null)[];
type Mget = (keys: string[]) => Promise<Values>;

interface Waiting {
  readonly from: number;
  readonly count: number;
  readonly resolve: (values: Values) => void;
  readonly reject: (error: unknown) => void;
}

const largestBatch = 2_000;

/**
 * Joins all reads that are asked for in one turn of the event loop into one `MGET`, so that a busy process pays for one round trip
 * per turn. Each read is sent after it was asked for; nothing is kept for a later one.
 */
export class ReadBatch {
  #keys: string[] = [];
  #waiting: Waiting[] = [];

  constructor(private readonly mget: Mget) {}

  read(keys: readonly string[]): Promise<Values> {
    if (this.#keys.length === 0) setImmediate(() => this.#send());
    else if (this.#keys.length + keys.length > largestBatch) this.#send();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ from: this.#keys.length, count: keys.length, resolve, reject });
      for (const key of keys) this.#keys.push(key);
    });
  }

  #send(): void {
    const [keys, waiting] = [this.#keys, this.#waiting];
    if (keys.length === 0) return;
    this.#keys = [];
    this.#waiting = [];
    this.mget(keys).then(
      (values) => {
        for (const { from, count, resolve } of waiting) resolve(values.slice(from, from + count));
      },
      (error: unknown) => {
        for (const { reject } of waiting) reject(error);
      },
    );
  }
}
