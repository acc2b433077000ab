import type { Transaction } from '@trivium/persistence';
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

  lock(): Promise<void> {
    return Promise.resolve();
  }

  hasten(_: Transaction, kid: string, signsFrom: Date): Promise<void> {
    return this.#change(kid, (key) => ({ signsFrom: key.signsFrom < signsFrom ? key.signsFrom : signsFrom }));
  }

  withdraw(_: Transaction, kid: string, withdrawnAt: Date): Promise<void> {
    return this.#change(kid, () => ({ withdrawnAt }));
  }

  #change(kid: string, change: (key: SealedTokenKey) => Partial<SealedTokenKey>): Promise<void> {
    this.#keys = this.#keys.map((key) => (key.kid === kid ? { ...key, ...change(key) } : key));
    return Promise.resolve();
  }
}
