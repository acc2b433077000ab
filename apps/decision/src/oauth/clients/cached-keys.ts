import type { KeySet } from '@trivium/credentials';
import type { Clock } from '@trivium/runtime';
import { createLocalJWKSet, errors, type JWK } from 'jose';

/** Milliseconds for which fetched keys are used without asking again. */
const maxAge = 600_000;
/** Milliseconds between two fetches that an unknown `kid` or a failure brings about: anybody can make those up. */
const cooldown = 5_000;

/** Keys that were fetched, kept for a while, and fetched anew (seldom) when a token names one that is not among them. */
export class CachedKeys {
  #held: { readonly keys: KeySet; readonly at: number } | undefined;
  #failed: { readonly error: unknown; readonly at: number } | undefined;
  #loading: Promise<KeySet> | undefined;

  constructor(
    private readonly load: () => Promise<readonly JWK[]>,
    private readonly clock: Clock,
  ) {}

  readonly find: KeySet = async (header, token) => {
    const keys = await this.#current();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || this.#age(this.#held) < cooldown) throw error;
      return (await this.#fetch())(header, token);
    }
  };

  #current(): Promise<KeySet> {
    if (this.#held && this.#age(this.#held) < maxAge) return Promise.resolve(this.#held.keys);
    if (this.#failed && this.#age(this.#failed) < cooldown) return Promise.reject(this.#failed.error);
    return this.#fetch();
  }

  #age(since: { readonly at: number } | undefined): number {
    return since ? this.clock.now().getTime() - since.at : Infinity;
  }

  /** Many who ask at once wait for one answer. */
  #fetch(): Promise<KeySet> {
    this.#loading ??= this.#loadNow().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #loadNow(): Promise<KeySet> {
    const at = this.clock.now().getTime();
    try {
      const keys = createLocalJWKSet({ keys: (await this.load()).map((key) => ({ ...key })) });
      this.#held = { keys, at };
      this.#failed = undefined;
      return keys;
    } catch (error) {
      this.#failed = { error, at };
      throw error;
    }
  }
}
