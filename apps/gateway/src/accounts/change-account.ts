import type { UnitOfWork } from '@trivium/persistence';
import { conflict, notFound, type Doer } from '@trivium/runtime';
import { endedBy, isAdministrator, subjectOf, type Account, type AccountChange } from './account.js';
import type { AccountStore, Ended } from './account.store.js';
import type { RecordAccess } from './record-access.js';

export interface ChangedAccount {
  readonly account: Account;
  /** What ended with it. */
  readonly ended: Ended;
}

/** Gives or takes roles, and ends or gives back the right to sign in; what ended does not come back with it. */
export class ChangeAccount {
  constructor(
    private readonly accounts: Pick<AccountStore, 'lock' | 'update' | 'end'>,
    private readonly unitOfWork: UnitOfWork,
    private readonly record: RecordAccess,
  ) {}

  /** Throws a `Problem`: 404 for nobody, and 409 where no administrator would be left. */
  execute(userName: string, change: AccountChange, by: Doer): Promise<ChangedAccount> {
    return this.unitOfWork.run(async (tx) => {
      const { account: before, administrators } = await this.accounts.lock(tx, userName);
      if (!before) throw notFound(`There is no user ${userName}.`);
      const account = { ...before, ...change };
      if (isAdministrator(before) && !isAdministrator(account) && administrators === 1)
        throw conflict('Nobody else is an active administrator.', 'ERR_LAST_ADMINISTRATOR');
      await this.accounts.update(tx, account);
      const ended = await this.accounts.end(tx, userName, endedBy(before, account));
      await this.record.execute(tx, {
        act: actOf(before, account),
        subject: subjectOf(account),
        by,
        detail: { former: before.roles.join(' '), roles: account.roles.join(' '), ...ended },
      });
      return { account, ended };
    });
  }
}

function actOf(before: Account, after: Account) {
  if (before.active === after.active) return 'user.changed';
  return after.active ? 'user.enabled' : 'user.disabled';
}
