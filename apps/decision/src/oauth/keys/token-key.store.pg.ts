import type { Sql, Transaction } from '@trivium/persistence';
import type { SealedTokenKey, TokenKeyStore } from './token-key.store.js';

interface Row {
  readonly kid: string;
  readonly sealed: string;
  readonly signs_from: Date;
  readonly follows: string | null;
  readonly withdrawn_at: Date | null;
}

const lockName = 'signing_key';

export class PgTokenKeyStore implements TokenKeyStore {
  constructor(
    private readonly sql: Sql,
    private readonly alg: string,
  ) {}

  async load(tx?: Transaction): Promise<readonly SealedTokenKey[]> {
    const rows = await (tx ?? this.sql).query<Row[]>(
      'SELECT kid, sealed, signs_from, follows, withdrawn_at FROM signing_key WHERE alg = $1',
      [this.alg],
    );
    return rows.map(keyOf);
  }

  async append({ kid, sealed, signsFrom, follows }: SealedTokenKey, tx?: Transaction): Promise<void> {
    await (tx ?? this.sql).query(
      'INSERT INTO signing_key (kid, alg, sealed, signs_from, follows) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [kid, this.alg, sealed, signsFrom, follows ?? null],
    );
  }

  async forget(kids: readonly string[]): Promise<void> {
    await this.sql.query('DELETE FROM signing_key WHERE kid = ANY($1::text[])', [[...kids]]);
  }

  async lock(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext(current_schema() || $1))', [lockName]);
  }

  async hasten(tx: Transaction, kid: string, signsFrom: Date): Promise<void> {
    await tx.query('UPDATE signing_key SET signs_from = least(signs_from, $3) WHERE kid = $1 AND alg = $2', [
      kid,
      this.alg,
      signsFrom,
    ]);
  }

  async withdraw(tx: Transaction, kid: string, at: Date): Promise<void> {
    await tx.query('UPDATE signing_key SET withdrawn_at = $3 WHERE kid = $1 AND alg = $2', [
      kid,
      this.alg,
      at,
    ]);
  }
}

function keyOf({
  kid,
  sealed,
  signs_from: signsFrom,
  follows,
  withdrawn_at: withdrawnAt,
}: Row): SealedTokenKey {
  return {
    kid,
    sealed,
    signsFrom,
    ...(follows !== null && { follows }),
    ...(withdrawnAt !== null && { withdrawnAt }),
  };
}
