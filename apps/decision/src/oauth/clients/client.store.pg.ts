import type { AuthorizationDetail } from '@trivium/contracts';
import { formatLink, parseChain } from '@trivium/identity';
import type { Sql } from '@trivium/persistence';
import type { JWK } from 'jose';
import type { ClientStore } from './client.store.js';
import { credentialOf, type ClaimConditions, type Registration } from './registration.js';

interface Row {
  readonly client_id: string;
  readonly chain: string[];
  readonly keys: JWK[];
  readonly keys_url: string | null;
  readonly trusted_issuer: string | null;
  readonly trusted_claims: ClaimConditions | null;
  readonly scope: string[];
  readonly details: AuthorizationDetail[];
  readonly dpop_bound: boolean;
  readonly stated_at: Date;
  readonly expires_at: Date;
}

const columns =
  'client_id, chain, keys, keys_url, trusted_issuer, trusted_claims, scope, details, dpop_bound, stated_at, expires_at';

export class PgClientStore implements ClientStore {
  constructor(private readonly sql: Sql) {}

  async register(one: Registration): Promise<void> {
    const values = [
      credentialOf(one),
      one.clientId,
      one.chain.map(formatLink),
      JSON.stringify(one.keys),
      one.keysUrl ?? null,
      one.federated?.issuer ?? null,
      one.federated ? JSON.stringify(one.federated.claims) : null,
      one.scope,
      JSON.stringify(one.details),
      one.dpopBound,
      one.statedAt,
      one.expiresAt,
    ];
    await this.sql.query(
      `INSERT INTO oauth_client AS c (credential_id, ${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       ON CONFLICT (credential_id) DO UPDATE SET (${columns}) = ROW(${columns.replaceAll(/(\w+)/g, 'excluded.$1')})
       WHERE c.stated_at <= excluded.stated_at`,
      values,
    );
  }

  ofClient(clientId: string, now: Date): Promise<readonly Registration[]> {
    return this.#find('client_id', clientId, now);
  }

  trusting(issuer: string, now: Date): Promise<readonly Registration[]> {
    return this.#find('trusted_issuer', issuer, now);
  }

  async forgetExpired(before: Date): Promise<void> {
    await this.sql.query('DELETE FROM oauth_client WHERE expires_at < $1', [before]);
  }

  async #find(
    by: 'client_id' | 'trusted_issuer',
    value: string,
    now: Date,
  ): Promise<readonly Registration[]> {
    const rows = await this.sql.query<Row[]>(
      `SELECT ${columns} FROM oauth_client WHERE ${by} = $1 AND expires_at > $2 ORDER BY stated_at DESC, credential_id DESC`,
      [value, now],
    );
    return rows.map(registrationOf);
  }
}

function registrationOf(row: Row): Registration {
  const { trusted_issuer: issuer, trusted_claims: claims } = row;
  return {
    clientId: row.client_id,
    chain: parseChain(row.chain),
    keys: row.keys,
    ...(row.keys_url !== null && { keysUrl: row.keys_url }),
    ...(issuer !== null && claims !== null && { federated: { issuer, claims } }),
    scope: row.scope,
    details: row.details,
    dpopBound: row.dpop_bound,
    statedAt: row.stated_at,
    expiresAt: row.expires_at,
  };
}
