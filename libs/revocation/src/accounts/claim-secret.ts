import type { Sealer, Secret } from '@trivium/credentials';
import type { UnitOfWork } from '@trivium/persistence';
import { sealContext } from './account.js';
import type { AccountStore } from './account.store.js';

/** Shows the secret of an active account once; it stays sealed here only so that its refusal can be proven later. */
export class ClaimSecret {
  constructor(
    private readonly store: Pick<AccountStore, 'claimSealedSecret'>,
    private readonly unitOfWork: UnitOfWork,
    private readonly sealer: Sealer,
  ) {}

  /** Undefined when the owner has no such active account or its secret was claimed before. */
  async execute(accountId: string, ownerId: string): Promise<Secret | undefined> {
    const sealed = await this.unitOfWork.run((tx) => this.store.claimSealedSecret(tx, accountId, ownerId));
    return sealed === undefined ? undefined : this.sealer.open(sealed, sealContext(accountId));
  }
}
