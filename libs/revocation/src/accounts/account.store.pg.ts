import { newAccountId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Account, WantedAccount } from './account.js';
import type { AccountStore, LeasedAccount } from './account.store.js';

const columns = `account_id AS "accountId", owner_id AS "ownerId", generation, target, name, entitlements, state`;

/** TypeORM answers an UPDATE … RETURNING with its rows and their number. */
type Updated<Row> = [Row[], number];

export class PgAccountStore implements AccountStore {
  constructor(private readonly pool: Sql) {}

  async want(tx: Transaction, accounts: readonly WantedAccount[], at: Date): Promise<readonly Account[]> {
    const rows = accounts.map((account) => ({ ...account, accountId: newAccountId() }));
    return tx.query<Account[]>(
      `INSERT INTO account (account_id, owner_id, generation, target, name, entitlements, state, due_at, created_at)
       SELECT "accountId", "ownerId", generation, target, name, ARRAY(SELECT jsonb_array_elements_text(entitlements)), 'wanted', $2, $2
       FROM jsonb_to_recordset($1::jsonb) AS r("accountId" text, "ownerId" text, generation int, target text, name text, entitlements jsonb)
       ON CONFLICT (target, name) WHERE state <> 'ended' DO NOTHING RETURNING ${columns}`,
      [JSON.stringify(rows), at],
    );
  }

  async lease(target: string, limit: number, now: Date, until: Date): Promise<readonly LeasedAccount[]> {
    const [rows] = await this.pool.query<Updated<LeasedAccount>>(
      `UPDATE account SET leased_until = $4 WHERE account_id IN (
         SELECT account_id FROM account WHERE state = 'wanted' AND target = $1 AND due_at <= $3 AND (leased_until IS NULL OR leased_until < $3)
         ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING ${columns}, attempts`,
      [target, limit, now, until],
    );
    return rows;
  }

  async activated(
    tx: Transaction,
    accountId: string,
    sealed: string,
    fingerprint: string,
    at: Date,
  ): Promise<Account['state']> {
    const [rows] = await tx.query<Updated<{ state: Account['state'] }>>(
      `UPDATE account SET sealed_secret = $2, fingerprint = $3, active_at = $4, leased_until = NULL, last_error = NULL,
         state = CASE state WHEN 'wanted' THEN 'active' ELSE state END
       WHERE account_id = $1 RETURNING state`,
      [accountId, sealed, fingerprint, at],
    );
    return rows[0]?.state ?? 'ended';
  }

  async postponed(accountId: string, error: string, dueAt: Date): Promise<void> {
    await this.pool.query(
      'UPDATE account SET attempts = attempts + 1, last_error = $2, due_at = $3, leased_until = NULL WHERE account_id = $1',
      [accountId, error, dueAt],
    );
  }

  async ending(tx: Transaction, ownerIds: readonly string[]): Promise<readonly Account[]> {
    const [rows] = await tx.query<Updated<Account>>(
      `UPDATE account SET state = 'ending' WHERE owner_id = ANY($1::text[]) AND state <> 'ended' RETURNING ${columns}`,
      [[...ownerIds]],
    );
    return rows;
  }

  async isEnding(sql: Sql, accountId: string): Promise<boolean> {
    const rows = await sql.query<unknown[]>(
      `SELECT 1 FROM account WHERE account_id = $1 AND state IN ('ending', 'ended')`,
      [accountId],
    );
    return rows.length > 0;
  }

  async ended(tx: Transaction, accountId: string, at: Date): Promise<void> {
    await tx.query(
      `UPDATE account SET state = 'ended', ended_at = $2, sealed_secret = NULL, previous_sealed = NULL WHERE account_id = $1`,
      [accountId, at],
    );
  }

  async rotated(tx: Transaction, accountId: string, sealed: string, fingerprint: string): Promise<void> {
    await tx.query(
      `UPDATE account SET previous_sealed = coalesce(previous_sealed, sealed_secret), sealed_secret = $2, fingerprint = $3, claimed = false WHERE account_id = $1`,
      [accountId, sealed, fingerprint],
    );
  }

  async previousRefused(tx: Transaction, accountId: string): Promise<void> {
    await tx.query('UPDATE account SET previous_sealed = NULL WHERE account_id = $1', [accountId]);
  }

  ofOwner(sql: Sql, ownerId: string): Promise<readonly Account[]> {
    return sql.query<Account[]>(`SELECT ${columns} FROM account WHERE owner_id = $1 ORDER BY created_at`, [
      ownerId,
    ]);
  }

  async secretToRefuse(sql: Sql, accountId: string): Promise<string | undefined> {
    const rows = await sql.query<{ sealed: string | null }[]>(
      'SELECT coalesce(previous_sealed, sealed_secret) AS sealed FROM account WHERE account_id = $1',
      [accountId],
    );
    return rows[0]?.sealed ?? undefined;
  }

  async claimSealedSecret(tx: Transaction, accountId: string, ownerId: string): Promise<string | undefined> {
    const [rows] = await tx.query<Updated<{ sealed: string | null }>>(
      `UPDATE account SET claimed = true WHERE account_id = $1 AND owner_id = $2 AND state = 'active' AND NOT claimed RETURNING sealed_secret AS sealed`,
      [accountId, ownerId],
    );
    return rows[0]?.sealed ?? undefined;
  }
}
