import { generateToken, hashPassword, sha256Hex, verifyPassword, type Secret } from '@trivium/credentials';
import { Problem, unauthorized, type Caller, type Clock } from '@trivium/runtime';
import { Attempts } from './attempts.js';
import type { AuthStore } from './auth.store.js';

export const sessionSeconds = 8 * 3_600;

export interface OpenedSession {
  readonly token: Secret;
  readonly caller: Caller;
}

/** The local administrator signs in with a password and works with a session that ends by itself. */
export class SignIn {
  readonly #attempts: Attempts;
  /** Checked for an unknown name, so that it takes as long as a wrong password. */
  readonly #nobody: Promise<string>;

  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {
    this.#attempts = new Attempts(clock);
    this.#nobody = hashPassword(generateToken('nobody'));
  }

  async execute(username: string, password: Secret): Promise<OpenedSession> {
    const wait = this.#attempts.waitSeconds(username);
    if (wait > 0) {
      const detail = `Too many attempts; try again in ${wait} seconds.`;
      throw new Problem({
        status: 429,
        code: 'ERR_TOO_MANY_REQUESTS',
        detail,
        headers: { 'retry-after': String(wait) },
      });
    }
    const hash = await this.store.passwordHash(username);
    const matches = await verifyPassword(password, hash ?? (await this.#nobody));
    if (!hash || !matches) {
      this.#attempts.failed(username);
      throw unauthorized('The name or the password is wrong.', 'ERR_SIGN_IN_REFUSED');
    }
    this.#attempts.succeeded(username);
    return this.#open({ subject: `administrator:${username}`, roles: ['admin'] });
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
