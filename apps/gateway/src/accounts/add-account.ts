import type { Secret } from '@trivium/credentials';
import { conflict, type Clock } from '@trivium/runtime';
import type { Account } from './account.js';
import type { AccountStore } from './account.store.js';
import { oneTimePassword } from './one-time-password.js';

export interface AddedAccount {
  readonly account: Required<Account>;
  readonly password: Secret;
}

/** Lets somebody sign in, with a password to hand over that is good for choosing one of their own. */
export class AddAccount {
  constructor(
    private readonly accounts: Pick<AccountStore, 'insert'>,
    private readonly clock: Clock,
  ) {}

  /** Throws a 409 `Problem` when the name is taken, also by somebody who may not sign in any more. */
  async execute(wanted: Pick<Account, 'userName' | 'displayName' | 'roles'>): Promise<AddedAccount> {
    const now = this.clock.now();
    const { password, hash, expiresAt } = await oneTimePassword(now);
    const account = { ...wanted, active: true, passwordExpiresAt: expiresAt };
    if (await this.accounts.insert({ ...account, passwordHash: hash }, now)) return { account, password };
    throw conflict(`The user name ${wanted.userName} is taken.`, 'ERR_USER_NAME_TAKEN');
  }
}
