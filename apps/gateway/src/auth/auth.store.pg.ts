import type { Sql } from '@trivium/persistence';
import { isRole, type Caller } from '@trivium/runtime';
import type { ApiToken, AuthStore, NewApiToken, NewSession } from './auth.store.js';

interface CallerRow {
  readonly subject: string;
  readonly person: string;
  readonly roles: readonly string[];
}

const callerOf = (row: CallerRow | undefined): Caller | undefined =>
  row && { ...row, roles: row.roles.filter(isRole) };

export class PgAuthStore implements AuthStore {
  constructor(private readonly pool: Sql) {}

  async openSession(sql: Sql, { hash, person, createdAt, expiresAt }: NewSession): Promise<boolean> {
    await sql.query('DELETE FROM session WHERE expires_at < $1', [createdAt]);
    const opened = await sql.query<unknown[]>(
      `INSERT INTO session (session_hash, person, created_at, expires_at)
       SELECT $1, person, $3, $4 FROM account WHERE person = $2 AND active FOR SHARE RETURNING person`,
      [hash, person, createdAt, expiresAt],
    );
    return opened.length > 0;
  }

  async sessionCaller(hash: string, now: Date): Promise<Caller | undefined> {
    const [row] = await this.pool.query<CallerRow[]>(
      `SELECT person AS subject, person, roles FROM session JOIN account USING (person)
       WHERE session_hash = $1 AND expires_at > $2 AND active`,
      [hash, now],
    );
    return callerOf(row);
  }

  async closeSession(hash: string): Promise<void> {
    await this.pool.query('DELETE FROM session WHERE session_hash = $1', [hash]);
  }

  async createApiToken(sql: Sql, token: NewApiToken): Promise<boolean> {
    const { apiTokenId, hash, name, roles, person, createdBy, createdAt, expiresAt } = token;
    const created = await sql.query<unknown[]>(
      `INSERT INTO api_token (api_token_id, token_hash, name, roles, person, created_by, created_at, expires_at)
       SELECT $1, $2, $3, $4, person, $6, $7, $8 FROM account WHERE person = $5 AND active AND 'admin' = ANY (roles) FOR SHARE
       RETURNING person`,
      [apiTokenId, hash, name, [...roles], person, createdBy, createdAt, expiresAt],
    );
    return created.length > 0;
  }

  async apiTokenCaller(hash: string, now: Date): Promise<Caller | undefined> {
    const [row] = await this.pool.query<CallerRow[]>(
      `SELECT 'api-token:' || api_token_id AS subject, person, api_token.roles FROM api_token JOIN account USING (person)
       WHERE token_hash = $1 AND (expires_at IS NULL OR expires_at > $2) AND active AND 'admin' = ANY (account.roles)`,
      [hash, now],
    );
    return callerOf(row);
  }

  listApiTokens(): Promise<readonly ApiToken[]> {
    return this.pool.query<ApiToken[]>(
      `SELECT api_token_id AS "apiTokenId", name, roles, person, created_by AS "createdBy", created_at AS "createdAt", expires_at AS "expiresAt" FROM api_token ORDER BY created_at DESC`,
    );
  }

  async deleteApiToken(sql: Sql, apiTokenId: string): Promise<Pick<ApiToken, 'name' | 'person'> | undefined> {
    const [[ended]] = await sql.query<[Pick<ApiToken, 'name' | 'person'>[], number]>(
      'DELETE FROM api_token WHERE api_token_id = $1 RETURNING name, person',
      [apiTokenId],
    );
    return ended;
  }
}
