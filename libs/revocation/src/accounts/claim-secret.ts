import type { Sealer, Secret } from '@trivium/credentials';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import { sealContext } from './account.js';
import type { AccountStore } from './account.store.js';

/** Shows the secret of an active account once; it stays sealed here only so that its refusal can be proven later. */
export class ClaimSecret {
  constructor(
    private readonly store: Pick<AccountStore, 'claimSealedSecret'>,
    private readonly unitOfWork: UnitOfWork,
    private readonly sealer: Sealer,
  ) {}

  /**
   * Undefined when the owner has no such active account or its secret was claimed before. `onClaimed` says so for the record,
   * in the transaction that uses the claim up.
   */
  async execute(
    accountId: string,
    ownerId: string,
    onClaimed: (tx: Transaction) => Promise<void> = () => Promise.resolve(),
  ): Promise<Secret | undefined> {
    const sealed = await this.unitOfWork.run(async (tx) => {
      const found = await this.store.claimSealedSecret(tx, accountId, ownerId);
      if (found !== undefined) await onClaimed(tx);
      return found;
    });
    return sealed === undefined ? undefined : this.sealer.open(sealed, sealContext(accountId));
  }
}
