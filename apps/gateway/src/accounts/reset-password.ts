import type { UnitOfWork } from '@trivium/persistence';
import { notFound, type Clock } from '@trivium/runtime';
import type { AccountStore } from './account.store.js';
import { oneTimePassword, type OneTimePassword } from './one-time-password.js';

/** A new password to hand over, for somebody who has lost theirs; sessions end with the old one. */
export class ResetPassword {
  constructor(
    private readonly accounts: Pick<AccountStore, 'setPassword'>,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Throws a 404 `Problem` for nobody. */
  async execute(userName: string): Promise<Pick<OneTimePassword, 'password' | 'expiresAt'>> {
    const { password, ...kept } = await oneTimePassword(this.clock.now());
    const isSet = await this.unitOfWork.run((tx) => this.accounts.setPassword(tx, userName, kept));
    if (!isSet) throw notFound(`There is no user ${userName}.`);
    return { password, expiresAt: kept.expiresAt };
  }
}
