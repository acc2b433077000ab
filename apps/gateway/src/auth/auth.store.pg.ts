import type { Sql } from '@trivium/persistence';
import { roles as known, type Caller, type Role } from '@trivium/runtime';
import type { ApiToken, AuthStore, NewApiToken, NewSession } from './auth.store.js';

interface CallerRow {
  readonly subject: string;
  readonly roles: readonly string[];
}

const isRole = (role: string): role is Role => known.some((one) => one === role);
const callerOf = (row: CallerRow | undefined): Caller | undefined =>
  row && { subject: row.subject, roles: row.roles.filter(isRole) };

export class PgAuthStore implements AuthStore {
  constructor(private readonly pool: Sql) {}

  async passwordHash(username: string): Promise<string | undefined> {
    const [row] = await this.pool.query<{ password_hash: string }[]>(
      'SELECT password_hash FROM administrator WHERE username = $1',
      [username],
    );
    return row?.password_hash;
  }

  async ensureAdministrator(username: string, passwordHash: () => Promise<string>, at: Date): Promise<void> {
    const present = await this.pool.query<unknown[]>('SELECT 1 FROM administrator LIMIT 1');
    if (present.length > 0) return;
    await this.pool.query(
      'INSERT INTO administrator (username, password_hash, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [username, await passwordHash(), at],
    );
  }

  async openSession({ hash, caller, createdAt, expiresAt }: NewSession): Promise<void> {
    await this.pool.query('DELETE FROM session WHERE expires_at < $1', [createdAt]);
    await this.pool.query(
      'INSERT INTO session (session_hash, subject, roles, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [hash, caller.subject, [...caller.roles], createdAt, expiresAt],
    );
  }

  async sessionCaller(hash: string, now: Date): Promise<Caller | undefined> {
    const [row] = await this.pool.query<CallerRow[]>(
      'SELECT subject, roles FROM session WHERE session_hash = $1 AND expires_at > $2',
      [hash, now],
    );
    return callerOf(row);
  }

  async closeSession(hash: string): Promise<void> {
    await this.pool.query('DELETE FROM session WHERE session_hash = $1', [hash]);
  }

  async createApiToken({
    apiTokenId,
    hash,
    name,
    caller,
    createdBy,
    createdAt,
    expiresAt,
  }: NewApiToken): Promise<void> {
    await this.pool.query(
      'INSERT INTO api_token (api_token_id, token_hash, name, roles, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [apiTokenId, hash, name, [...caller.roles], createdBy, createdAt, expiresAt],
    );
  }

  async apiTokenCaller(hash: string, now: Date): Promise<Caller | undefined> {
    const [row] = await this.pool.query<CallerRow[]>(
      `SELECT 'api-token:' || api_token_id AS subject, roles FROM api_token WHERE token_hash = $1 AND (expires_at IS NULL OR expires_at > $2)`,
      [hash, now],
    );
    return callerOf(row);
  }

  listApiTokens(): Promise<readonly ApiToken[]> {
    return this.pool.query<ApiToken[]>(
      `SELECT api_token_id AS "apiTokenId", name, roles, created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt" FROM api_token ORDER BY created_at DESC`,
    );
  }

  async deleteApiToken(apiTokenId: string): Promise<boolean> {
    const [, count] = await this.pool.query<[unknown[], number]>(
      'DELETE FROM api_token WHERE api_token_id = $1',
      [apiTokenId],
    );
    return count > 0;
  }
}
