import type { Sql } from '@trivium/persistence';
import type { SealedTokenKey, TokenKeyStore } from './token-key.store.js';

interface Row {
  readonly kid: string;
  readonly sealed: string;
  readonly signs_from: Date;
  readonly follows: string | null;
}

export class PgTokenKeyStore implements TokenKeyStore {
  constructor(
    private readonly sql: Sql,
    private readonly alg: string,
  ) {}

  async load(): Promise<readonly SealedTokenKey[]> {
    const rows = await this.sql.query<Row[]>(
      'SELECT kid, sealed, signs_from, follows FROM signing_key WHERE alg = $1',
      [this.alg],
    );
    return rows.map(({ kid, sealed, signs_from: signsFrom, follows }) => ({
      kid,
      sealed,
      signsFrom,
      ...(follows !== null && { follows }),
    }));
  }

  async append({ kid, sealed, signsFrom, follows }: SealedTokenKey): Promise<void> {
    await this.sql.query(
      'INSERT INTO signing_key (kid, alg, sealed, signs_from, follows) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [kid, this.alg, sealed, signsFrom, follows ?? null],
    );
  }

  async forget(kids: readonly string[]): Promise<void> {
    await this.sql.query('DELETE FROM signing_key WHERE kid = ANY($1::text[])', [[...kids]]);
  }
}
