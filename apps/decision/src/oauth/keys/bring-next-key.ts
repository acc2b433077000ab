import type { Transaction } from '@trivium/persistence';
import { lastOf } from './key-schedule.js';
import type { MakeTokenKey } from './make-token-key.js';
import type { SealedTokenKey, TokenKeyStore } from './token-key.store.js';

/** Lets the key that waits for its time sign earlier, or a new one where none waits. The transaction MUST hold the lock. */
export class BringNextKey {
  constructor(
    private readonly store: TokenKeyStore,
    private readonly make: MakeTokenKey,
  ) {}

  async execute(tx: Transaction, now: Date, signsFrom: Date): Promise<SealedTokenKey> {
    const next = (await this.#waiting(tx, now)) ?? (await this.#made(tx, signsFrom));
    await this.store.hasten(tx, next.kid, signsFrom);
    return next;
  }

  async #waiting(tx: Transaction, now: Date): Promise<SealedTokenKey | undefined> {
    const last = lastOf(await this.store.load(tx));
    return last && !last.withdrawnAt && last.signsFrom > now ? last : undefined;
  }

  /** A replica whose schedule made one at the same moment may have been first; then it is that one. */
  async #made(tx: Transaction, signsFrom: Date): Promise<SealedTokenKey> {
    const made = await this.make.execute(await this.store.load(tx), signsFrom);
    await this.store.append(made, tx);
    return lastOf(await this.store.load(tx)) ?? made;
  }
}
