import type { SealedTokenKey, TokenKeyStore } from '../oauth/keys/token-key.store.js';

/** A table in memory. */
export class FakeTokenKeyStore implements TokenKeyStore {
  #keys: SealedTokenKey[] = [];

  load(): Promise<readonly SealedTokenKey[]> {
    return Promise.resolve([...this.#keys]);
  }

  append(key: SealedTokenKey): Promise<void> {
    if (!this.#keys.some(({ follows }) => follows === key.follows)) this.#keys.push(key);
    return Promise.resolve();
  }

  forget(kids: readonly string[]): Promise<void> {
    this.#keys = this.#keys.filter(({ kid }) => !kids.includes(kid));
    return Promise.resolve();
  }
}
