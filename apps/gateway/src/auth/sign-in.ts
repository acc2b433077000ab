import { generateToken, hashPassword, sha256Hex, verifyPassword, type Secret } from '@trivium/credentials';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import { badRequest, forbidden, Problem, unauthorized, type Clock } from '@trivium/runtime';
import { passwordFlaw, subjectOf } from '../accounts/account.js';
import type { AccountStore, KnownAccount } from '../accounts/account.store.js';
import type { AccessAct, RecordAccess } from '../accounts/record-access.js';
import { Attempts } from './attempts.js';
import type { AuthStore } from './auth.store.js';

export const sessionSeconds = 8 * 3_600;

/** Checking a password is made to be slow; so many at once leave the processor to those who end access. */
const mostChecks = 4;

export interface SignInParts {
  readonly accounts: Pick<AccountStore, 'find' | 'setPassword'>;
  readonly sessions: Pick<AuthStore, 'openSession'>;
  readonly unitOfWork: UnitOfWork;
  readonly record: RecordAccess;
  readonly clock: Clock;
  readonly log: SignInLog;
}

export interface SignInLog {
  error(fields: object, message: string): void;
}

export interface Credentials {
  readonly userName: string;
  readonly password: Secret;
  /** To be used from now on instead; every other session ends. */
  readonly newPassword?: Secret | undefined;
}

/** Somebody signs in with a password and works with a session that ends by itself. */
export class SignIn {
  readonly #attempts: Attempts;
  /** Checked for an unknown name, so that it takes as long as a wrong password. */
  readonly #nobody: Promise<string>;
  #checks = 0;

  constructor(private readonly parts: SignInParts) {
    this.#attempts = new Attempts(parts.clock);
    this.#nobody = hashPassword(generateToken('nobody'));
  }

  /**
   * Resolves with the session's token. Throws a `Problem`: 401 that does not say which part was wrong, 403 for a one-time password
   * without a new one, 400 for a new one that is none, and 429 with `Retry-After` for who tries too often.
   */
  async execute({ userName, password, newPassword }: Credentials): Promise<Secret> {
    const wait = this.#checks >= mostChecks ? 1 : this.#attempts.waitSeconds(userName);
    if (wait > 0) throw tooManyAttempts(wait);
    // Counted before it is checked: a hundred guesses in one moment are a hundred guesses.
    this.#attempts.failed(userName);
    const account = await this.#counted(() => this.#proven(userName, password));
    if (!account) throw refused();
    this.#attempts.succeeded(userName);
    if (newPassword) await this.#counted(() => this.#choose(account, password, newPassword));
    else if (account.passwordExpiresAt) throw changeRequired();
    return this.#open(account);
  }

  async #counted<T>(check: () => Promise<T>): Promise<T> {
    this.#checks += 1;
    try {
      return await check();
    } finally {
      this.#checks -= 1;
    }
  }

  async #proven(userName: string, password: Secret): Promise<KnownAccount | undefined> {
    const account = await this.parts.accounts.find(userName);
    const matches = await verifyPassword(password, account?.passwordHash ?? (await this.#nobody));
    if (!account) return undefined;
    const { active, passwordExpiresAt: until } = account;
    if (active && matches && !(until && until <= this.parts.clock.now())) return account;
    this.#tellRefusal(account);
    return undefined;
  }

  /**
   * Nobody waits for it: an answer that took longer for those who have an account would tell who has one. Names that nobody has are not
   * recorded; some are passwords in the wrong field.
   */
  #tellRefusal(account: KnownAccount): void {
    const { unitOfWork, log } = this.parts;
    void unitOfWork
      .run((tx) => this.#record(tx, 'user.sign_in_refused', account))
      .catch((error: unknown) => log.error({ err: error }, 'a refused sign-in is missing in the record'));
  }

  #record(tx: Transaction, act: AccessAct, account: KnownAccount): Promise<void> {
    const by = { subject: account.person, person: account.person };
    const outcome = act === 'user.sign_in_refused' ? 'failure' : 'success';
    return this.parts.record.execute(tx, { act, subject: subjectOf(account), by, outcome });
  }

  async #choose(account: KnownAccount, former: Secret, chosen: Secret): Promise<void> {
    const flaw = passwordFlaw(chosen.reveal(), former.reveal(), account);
    if (flaw)
      throw badRequest('The new password cannot be used.', [{ pointer: '/newPassword', detail: flaw }]);
    const hash = await hashPassword(chosen);
    const { userName, passwordHash } = account;
    const { accounts, unitOfWork } = this.parts;
    await unitOfWork.run(async (tx) => {
      if (!(await accounts.setPassword(tx, userName, { hash }, passwordHash))) throw refused();
      await this.#record(tx, 'user.password_changed', account);
    });
  }

  async #open(account: KnownAccount): Promise<Secret> {
    const { person } = account;
    const token = generateToken('trv_session');
    const now = this.parts.clock.now();
    const session = {
      hash: sha256Hex(token.reveal()),
      person,
      createdAt: now,
      expiresAt: new Date(now.getTime() + sessionSeconds * 1000),
    };
    await this.parts.unitOfWork.run(async (tx) => {
      if (!(await this.parts.sessions.openSession(tx, session))) throw refused();
      await this.#record(tx, 'user.signed_in', account);
    });
    return token;
  }
}

const refused = () => unauthorized('The name or the password is wrong.', 'ERR_SIGN_IN_REFUSED');

const changeRequired = () =>
  forbidden(
    'This password is good for choosing another one: send that one as newPassword, too.',
    'ERR_PASSWORD_CHANGE_REQUIRED',
  );

function tooManyAttempts(wait: number): Problem {
  const detail = `Too many attempts; try again in ${wait === 1 ? 'a second' : `${wait} seconds`}.`;
  const headers = { 'retry-after': String(wait) };
  return new Problem({ status: 429, code: 'ERR_TOO_MANY_REQUESTS', detail, headers });
}
