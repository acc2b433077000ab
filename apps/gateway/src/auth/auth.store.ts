import type { Sql } from '@trivium/persistence';
import type { Caller, Role } from '@trivium/runtime';

export interface NewSession {
  /** SHA-256 of the session's token, hex. */
  readonly hash: string;
  readonly person: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface NewApiToken extends Omit<NewSession, 'expiresAt'> {
  readonly apiTokenId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly createdBy: string;
  readonly expiresAt?: Date;
}

export interface ApiToken {
  readonly apiTokenId: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Whose it is. */
  readonly person: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

/** Who may come in, by hashes only. */
export interface AuthStore {
  /** False, and there is none, when the person may not sign in any more. */
  openSession(sql: Sql, session: NewSession): Promise<boolean>;
  /** With the roles that the person has now. */
  sessionCaller(hash: string, now: Date): Promise<Caller | undefined>;
  closeSession(hash: string): Promise<void>;
  /** False, and there is none, when the person behind it is no active administrator any more. */
  createApiToken(sql: Sql, token: NewApiToken): Promise<boolean>;
  apiTokenCaller(hash: string, now: Date): Promise<Caller | undefined>;
  listApiTokens(): Promise<readonly ApiToken[]>;
  /** What it was called and whose; undefined when there is none of this id. */
  deleteApiToken(sql: Sql, apiTokenId: string): Promise<Pick<ApiToken, 'name' | 'person'> | undefined>;
}
