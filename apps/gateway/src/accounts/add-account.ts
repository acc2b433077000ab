import { generateToken, hashPassword, type Secret } from '@trivium/credentials';
import { conflict, type Clock } from '@trivium/runtime';
import type { Account } from './account.js';
import type { AccountStore } from './account.store.js';

/** For how long a password that an administrator gave can be used to choose another. */
const oneTimeMs = 72 * 3_600_000;

/** A password to hand over, good for choosing another one. */
export interface OneTimePassword {
  readonly password: Secret;
  readonly hash: string;
  readonly expiresAt: Date;
}

export async function oneTimePassword(now: Date): Promise<OneTimePassword> {
  const password = generateToken('trv_once');
  return {
    password,
    hash: await hashPassword(password),
    expiresAt: new Date(now.getTime() + oneTimeMs),
  };
}

export interface AddedAccount {
  readonly account: Account;
  readonly password: Secret;
  readonly expiresAt: Date;
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
    if (await this.accounts.insert({ ...account, passwordHash: hash }, now))
      return { account, password, expiresAt };
    throw conflict(`The user name ${wanted.userName} is taken.`, 'ERR_USER_NAME_TAKEN');
  }
}
