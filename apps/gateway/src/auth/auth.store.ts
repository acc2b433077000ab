import type { Caller } from '@trivium/runtime';

export interface NewSession {
  /** SHA-256 of the session's token, hex. */
  readonly hash: string;
  readonly caller: Caller;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface NewApiToken extends Omit<NewSession, 'expiresAt'> {
  readonly apiTokenId: string;
  readonly name: string;
  readonly createdBy: string;
  readonly expiresAt?: Date;
}

export interface ApiToken {
  readonly apiTokenId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** Who may come in, by hashes only. */
export interface AuthStore {
  passwordHash(username: string): Promise<string | undefined>;
  /** Makes the first administrator; does nothing when there is one. */
  ensureAdministrator(username: string, passwordHash: () => Promise<string>, at: Date): Promise<void>;
  openSession(session: NewSession): Promise<void>;
  sessionCaller(hash: string, now: Date): Promise<Caller | undefined>;
  closeSession(hash: string): Promise<void>;
  createApiToken(token: NewApiToken): Promise<void>;
  apiTokenCaller(hash: string, now: Date): Promise<Caller | undefined>;
  listApiTokens(): Promise<readonly ApiToken[]>;
  /** False when there is none of this id. */
  deleteApiToken(apiTokenId: string): Promise<boolean>;
}
