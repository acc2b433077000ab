import type { Outbox } from '@trivium/bus';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import type { MarkerCache, MarkerStore } from '@trivium/revocation';
import { notFound, type Clock } from '@trivium/runtime';
import { keyLink } from '../token-chain.js';
import type { BringNextKey } from './bring-next-key.js';
import { recordKey, type KeyOrder } from './key-entries.js';
import { signerAt, type ScheduledKey } from './key-schedule.js';
import type { TokenKeyStore } from './token-key.store.js';
import type { TokenKeys } from './token-keys.js';

/** Milliseconds for which nobody believes the key, far beyond the life of any token: a forger writes what end he likes. */
const remembered = 10 * 365 * 24 * 3_600_000;

export interface WithdrawParts {
  readonly store: TokenKeyStore;
  readonly next: BringNextKey;
  readonly markers: Pick<MarkerStore, 'deny'>;
  readonly cache: Pick<MarkerCache, 'write'>;
  readonly unitOfWork: UnitOfWork;
  readonly outbox: Outbox;
  readonly ring: Pick<TokenKeys, 'refreshSafely'>;
  readonly clock: Clock;
}

/**
 * When this returns no decision point takes what the key signed, nor what was made from that, and another key signs. Harmless when
 * repeated. Throws `MarkersUnavailable` while that cannot be promised.
 */
export class WithdrawSigningKey {
  constructor(private readonly parts: WithdrawParts) {}

  async execute(kid: string, order: KeyOrder): Promise<void> {
    const { store, unitOfWork, ring } = this.parts;
    await unitOfWork.run(async (tx) => {
      await store.lock(tx);
      const keys = await store.load(tx);
      const key = keys.find((one) => one.kid === kid);
      if (!key) throw notFound(`There is no key ${kid} that anybody trusts.`);
      if (!key.withdrawnAt) await this.#withdraw(tx, keys, kid, order);
    });
    await ring.refreshSafely();
  }

  /** The marker is written before the transaction commits: denying too early is safe. */
  async #withdraw(
    tx: Transaction,
    keys: readonly ScheduledKey[],
    kid: string,
    order: KeyOrder,
  ): Promise<void> {
    const { store, next, markers, cache, outbox, clock } = this.parts;
    const at = clock.now();
    const until = new Date(at.getTime() + remembered);
    await cache.write(await markers.deny(tx, [keyLink(kid)], at, until));
    await store.withdraw(tx, kid, at);
    if (signerAt(keys, at)?.kid === kid) await next.execute(tx, at, at);
    await recordKey(tx, outbox, 'key.withdrawn', kid, { ...order, at });
  }
}
