import type { SealedSigningKey, SigningKeyStore } from './signing-key-store.js';
import { signingAlgorithms, type SigningAlgorithm } from './signing-key.js';

/** Runs one statement with `$1`-style parameters in the service's own schema and returns its rows. */
export type Query = (sql: string, parameters: readonly unknown[]) => Promise<unknown>;

/** For the migration of a service that signs. The partial index is what makes `insert` safe in two replicas. */
export const createSigningKeyTable = [
  `CREATE TABLE signing_key (
     kid text PRIMARY KEY,
     alg text NOT NULL CHECK (alg IN ('EdDSA', 'ES256')),
     sealed text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     retired_at timestamptz
   )`,
  `CREATE UNIQUE INDEX signing_key_one_signer ON signing_key (alg) WHERE retired_at IS NULL`,
] as const;

export const dropSigningKeyTable = `DROP TABLE signing_key`;

interface Row {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly sealed: string;
  readonly retired_at: Date | null;
}

/** `SigningKeyStore` on the table `signing_key` of the service's schema. */
export class SqlSigningKeyStore implements SigningKeyStore {
  constructor(private readonly query: Query) {}

  async load(): Promise<readonly SealedSigningKey[]> {
    const rows = await this.query(
      'SELECT kid, alg, sealed, retired_at FROM signing_key ORDER BY created_at DESC',
      [],
    );
    return parseRows(rows).map(({ kid, alg, sealed, retired_at }) => ({
      kid,
      alg,
      sealed,
      ...(retired_at ? { retiredAt: retired_at } : {}),
    }));
  }

  async insert({ kid, alg, sealed }: SealedSigningKey): Promise<void> {
    await this.query(
      'INSERT INTO signing_key (kid, alg, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [kid, alg, sealed],
    );
  }
}

function parseRows(rows: unknown): readonly Row[] {
  if (!Array.isArray(rows) || !rows.every(isRow))
    throw new TypeError('the query for signing keys did not return their rows');
  return rows;
}

function isRow(row: unknown): row is Row {
  if (typeof row !== 'object' || row === null) return false;
  const { kid, alg, sealed } = row as Partial<Row>;
  return (
    typeof kid === 'string' && typeof sealed === 'string' && signingAlgorithms.some((known) => known === alg)
  );
}
