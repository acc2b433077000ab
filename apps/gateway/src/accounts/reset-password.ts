import type { UnitOfWork } from '@trivium/persistence';
import { notFound, type Clock, type Doer } from '@trivium/runtime';
import { personOf } from './account.js';
import type { AccountStore } from './account.store.js';
import { oneTimePassword, type OneTimePassword } from './one-time-password.js';
import type { RecordAccess } from './record-access.js';

/** A new password to hand over, for somebody who has lost theirs; sessions end with the old one. */
export class ResetPassword {
  constructor(
    private readonly accounts: Pick<AccountStore, 'setPassword'>,
    private readonly unitOfWork: UnitOfWork,
    private readonly record: RecordAccess,
    private readonly clock: Clock,
  ) {}

  /** Throws a 404 `Problem` for nobody. */
  async execute(userName: string, by: Doer): Promise<Pick<OneTimePassword, 'password' | 'expiresAt'>> {
    const { password, ...kept } = await oneTimePassword(this.clock.now());
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.accounts.setPassword(tx, userName, kept)))
        throw notFound(`There is no user ${userName}.`);
      const subject = { id: personOf(userName), kind: 'user' };
      await this.record.execute(tx, { act: 'user.password_reset', subject, by });
    });
    return { password, expiresAt: kept.expiresAt };
  }
}
