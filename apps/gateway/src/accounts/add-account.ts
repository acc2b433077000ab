import type { Secret } from '@trivium/credentials';
import type { UnitOfWork } from '@trivium/persistence';
import { conflict, type Clock, type Doer } from '@trivium/runtime';
import { subjectOf, type Account } from './account.js';
import type { AccountStore } from './account.store.js';
import { oneTimePassword } from './one-time-password.js';
import type { RecordAccess } from './record-access.js';

export interface AddedAccount {
  readonly account: Required<Account>;
  readonly password: Secret;
}

/** Lets somebody sign in, with a password to hand over that is good for choosing one of their own. */
export class AddAccount {
  constructor(
    private readonly accounts: Pick<AccountStore, 'insert'>,
    private readonly unitOfWork: UnitOfWork,
    private readonly record: RecordAccess,
    private readonly clock: Clock,
  ) {}

  /** Throws a 409 `Problem` when the name is taken, also by somebody who may not sign in any more. */
  async execute(
    wanted: Pick<Account, 'userName' | 'displayName' | 'roles'>,
    by: Doer,
  ): Promise<AddedAccount> {
    const now = this.clock.now();
    const { password, hash, expiresAt } = await oneTimePassword(now);
    const account = { ...wanted, active: true, passwordExpiresAt: expiresAt };
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.accounts.insert(tx, { ...account, passwordHash: hash }, now)))
        throw conflict(`The user name ${wanted.userName} is taken.`, 'ERR_USER_NAME_TAKEN');
      const detail = { roles: wanted.roles.join(' ') };
      await this.record.execute(tx, { act: 'user.added', subject: subjectOf(account), by, detail });
    });
    return { account, password };
  }
}
