import type { Outbox } from '@trivium/bus';
import type { UnitOfWork } from '@trivium/persistence';
import type { Clock } from '@trivium/runtime';
import type { BringNextKey } from './bring-next-key.js';
import { recordKey, type KeyOrder } from './key-entries.js';
import type { TokenKeyStore } from './token-key.store.js';
import type { TokenKeys } from './token-keys.js';

/** Milliseconds for which a key is published before an administrator's wish lets it sign: whoever may keep the key set for a minute has asked again. */
const notice = 90_000;

export interface RotateParts {
  readonly store: TokenKeyStore;
  readonly next: BringNextKey;
  readonly unitOfWork: UnitOfWork;
  readonly outbox: Outbox;
  readonly ring: Pick<TokenKeys, 'refreshSafely'>;
  readonly clock: Clock;
}

/** The next key signs as soon as everybody can know it; tokens of the former one stay good until they expire. */
export class RotateSigningKey {
  constructor(private readonly parts: RotateParts) {}

  async execute(order: KeyOrder): Promise<void> {
    const { store, next, unitOfWork, outbox, ring, clock } = this.parts;
    await unitOfWork.run(async (tx) => {
      await store.lock(tx);
      const at = clock.now();
      const { kid } = await next.execute(tx, at, new Date(at.getTime() + notice));
      await recordKey(tx, outbox, 'key.rotated', kid, { ...order, at });
    });
    await ring.refreshSafely();
  }
}
