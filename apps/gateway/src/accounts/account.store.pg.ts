import type { Sql, Transaction } from '@trivium/persistence';
import { isRole, type Role } from '@trivium/runtime';
import { isAdministrator, type Account, type Ends } from './account.js';
import type { AccountStore, Ended, KnownAccount, NewPassword, StoredAccount } from './account.store.js';

interface Row {
  readonly person: string;
  readonly user_name: string;
  readonly display_name: string;
  readonly roles: readonly string[];
  readonly active: boolean;
  readonly password_hash: string;
  readonly password_expires_at: Date | null;
}

const columns = 'person, user_name, display_name, roles, active, password_hash, password_expires_at';

export class PgAccountStore implements AccountStore {
  constructor(private readonly pool: Sql) {}

  async find(userName: string): Promise<KnownAccount | undefined> {
    const [row] = await this.pool.query<Row[]>(`SELECT ${columns} FROM account WHERE user_name = $1`, [
      userName,
    ]);
    return row && { ...accountOf(row), person: row.person, passwordHash: row.password_hash };
  }

  async list(): Promise<readonly Account[]> {
    return (await this.pool.query<Row[]>(`SELECT ${columns} FROM account ORDER BY user_name`)).map(accountOf);
  }

  async ensureAdministrator(userName: string, passwordHash: () => Promise<string>, at: Date): Promise<void> {
    const present = await this.pool.query<unknown[]>('SELECT 1 FROM account LIMIT 1');
    if (present.length > 0) return;
    const roles: readonly Role[] = ['admin'];
    const account = { userName, displayName: userName, roles, active: true };
    await this.insert(this.pool, { ...account, passwordHash: await passwordHash() }, at);
  }

  async insert(sql: Sql, account: StoredAccount, at: Date): Promise<boolean> {
    const { userName, displayName, roles, active, passwordHash, passwordExpiresAt } = account;
    const added = await sql.query<unknown[]>(
      `INSERT INTO account (user_name, display_name, roles, active, password_hash, password_expires_at, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING user_name`,
      [userName, displayName, [...roles], active, passwordHash, passwordExpiresAt, at],
    );
    return added.length > 0;
  }

  async lock(tx: Transaction, userName: string) {
    const rows = await tx.query<Row[]>(
      `SELECT ${columns} FROM account WHERE user_name = $1 OR (active AND 'admin' = ANY (roles))
       ORDER BY user_name FOR UPDATE`,
      [userName],
    );
    const locked = rows.map(accountOf);
    const account = locked.find((one) => one.userName === userName);
    return { administrators: locked.filter(isAdministrator).length, ...(account && { account }) };
  }

  async update(tx: Transaction, { userName, displayName, roles, active }: Account): Promise<void> {
    await tx.query('UPDATE account SET display_name = $2, roles = $3, active = $4 WHERE user_name = $1', [
      userName,
      displayName,
      [...roles],
      active,
    ]);
  }

  async setPassword(
    tx: Transaction,
    userName: string,
    { hash, expiresAt }: NewPassword,
    former?: string,
  ): Promise<boolean> {
    const [, changed] = await tx.query<[unknown, number]>(
      `UPDATE account SET password_hash = $2, password_expires_at = $3
       WHERE user_name = $1 AND ($4::text IS NULL OR password_hash = $4)`,
      [userName, hash, expiresAt, former],
    );
    if (changed > 0) await this.end(tx, userName, { sessions: true, apiTokens: false });
    return changed > 0;
  }

  async end(tx: Transaction, userName: string, { sessions, apiTokens }: Ends): Promise<Ended> {
    return {
      sessions: sessions ? await endIn(tx, 'session', userName) : 0,
      apiTokens: apiTokens ? await endIn(tx, 'api_token', userName) : 0,
    };
  }
}

async function endIn(tx: Transaction, table: 'session' | 'api_token', userName: string): Promise<number> {
  const [, ended] = await tx.query<[unknown, number]>(
    `DELETE FROM ${table} WHERE person = (SELECT person FROM account WHERE user_name = $1)`,
    [userName],
  );
  return ended;
}

function accountOf(row: Row): Account {
  return {
    userName: row.user_name,
    displayName: row.display_name,
    roles: row.roles.filter(isRole),
    active: row.active,
    ...(row.password_expires_at && { passwordExpiresAt: row.password_expires_at }),
  };
}
