import type { Outbox } from '@trivium/bus';
import { entryRecordedV1, taskStartedV1 } from '@trivium/contracts';
import { formatLink } from '@trivium/identity';
import type { Sql, Transaction, UnitOfWork } from '@trivium/persistence';
import type { JWK } from 'jose';
import { auditEntryOf, taskStartedOf } from './issuance.events.js';
import type { ClientAssertion, Issuance, IssuanceStore, IssuedToken } from './issuance.store.js';
import { insertAssertion, insertProof, namingReplays } from './used-once.pg.js';

export class PgIssuanceStore implements IssuanceStore {
  constructor(
    private readonly sql: Sql,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  async record(issuance: Issuance): Promise<void> {
    await namingReplays(() => this.unitOfWork.run((tx) => this.#write(tx, issuance)));
  }

  async useUp(client: ClientAssertion): Promise<void> {
    await namingReplays(() => this.unitOfWork.run((tx) => insertAssertion(tx, client)));
  }

  async clientKeys(tokenId: string): Promise<readonly JWK[]> {
    const rows = await this.sql.query<{ client_keys: JWK[] }[]>(
      'SELECT client_keys FROM issued_token WHERE token_id = $1',
      [tokenId],
    );
    return rows[0]?.client_keys ?? [];
  }

  async forgetExpired(before: Date): Promise<void> {
    await this.sql.query('DELETE FROM issued_token WHERE expires_at < $1', [before]);
    await this.sql.query('DELETE FROM used_client_assertion WHERE expires_at < $1', [before]);
    await this.sql.query('DELETE FROM used_dpop_proof WHERE expires_at < $1', [before]);
  }

  async #write(tx: Transaction, issuance: Issuance): Promise<void> {
    const { token, client, proof, task } = issuance;
    if (client) await insertAssertion(tx, client);
    if (proof) await insertProof(tx, proof);
    await insertToken(tx, token);
    const how = { time: token.issuedAt };
    const audit = this.outbox.prepare(entryRecordedV1, auditEntryOf(issuance), how);
    const started = task ? [this.outbox.prepare(taskStartedV1, taskStartedOf(token, task), how)] : [];
    await this.outbox.appendAll(tx, [...started, audit]);
  }
}

async function insertToken(tx: Transaction, token: IssuedToken): Promise<void> {
  await tx.query(
    `INSERT INTO issued_token (token_id, kind, subject_id, client_id, chain, parent_id, client_keys, issued_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6,
       coalesce($7::jsonb, (SELECT client_keys FROM issued_token WHERE token_id = $6), '[]'), $8, $9)`,
    [
      token.id,
      token.kind,
      token.subject,
      token.clientId,
      token.chain.map(formatLink),
      token.parentId ?? null,
      token.clientKeys ? JSON.stringify(token.clientKeys) : null,
      token.issuedAt,
      token.expiresAt,
    ],
  );
}
