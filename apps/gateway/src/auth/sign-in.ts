import { generateToken, hashPassword, sha256Hex, verifyPassword, type Secret } from '@trivium/credentials';
import { Problem, unauthorized, type Caller, type Clock } from '@trivium/runtime';
import { Attempts } from './attempts.js';
import type { AuthStore } from './auth.store.js';

export const sessionSeconds = 8 * 3_600;

/** Checking a password is made to be slow; so many at once leave the processor to those who end access. */
const mostChecks = 4;

export interface OpenedSession {
  readonly token: Secret;
  readonly caller: Caller;
}

/** The local administrator signs in with a password and works with a session that ends by itself. */
export class SignIn {
  readonly #attempts: Attempts;
  /** Checked for an unknown name, so that it takes as long as a wrong password. */
  readonly #nobody: Promise<string>;
  #checks = 0;

  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {
    this.#attempts = new Attempts(clock);
    this.#nobody = hashPassword(generateToken('nobody'));
  }

  /** Throws a 401 `Problem` that does not say which part was wrong, and 429 with `Retry-After` for who tries too often. */
  async execute(username: string, password: Secret): Promise<OpenedSession> {
    const wait = this.#checks >= mostChecks ? 1 : this.#attempts.waitSeconds(username);
    if (wait > 0) throw tooManyAttempts(wait);
    // Counted before it is checked: a hundred guesses in one moment are a hundred guesses.
    this.#attempts.failed(username);
    if (!(await this.#matches(username, password)))
      throw unauthorized('The name or the password is wrong.', 'ERR_SIGN_IN_REFUSED');
    this.#attempts.succeeded(username);
    return this.#open({ subject: `administrator:${username}`, roles: ['admin'] });
  }

  async #matches(username: string, password: Secret): Promise<boolean> {
    this.#checks += 1;
    try {
      const hash = await this.store.passwordHash(username);
      const matches = await verifyPassword(password, hash ?? (await this.#nobody));
      return hash !== undefined && matches;
    } finally {
      this.#checks -= 1;
    }
  }

  async #open(caller: Caller): Promise<OpenedSession> {
    const token = generateToken('trv_session');
    const now = this.clock.now();
    await this.store.openSession({
      hash: sha256Hex(token.reveal()),
      caller,
      createdAt: now,
      expiresAt: new Date(now.getTime() + sessionSeconds * 1000),
    });
    return { token, caller };
  }
}

function tooManyAttempts(wait: number): Problem {
  const detail = `Too many attempts; try again in ${wait === 1 ? 'a second' : `${wait} seconds`}.`;
  const headers = { 'retry-after': String(wait) };
  return new Problem({ status: 429, code: 'ERR_TOO_MANY_REQUESTS', detail, headers });
}
