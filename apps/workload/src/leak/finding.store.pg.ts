import type { CredentialId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { Alert, Finding, FindingState, FindingStore } from './finding.store.js';

export class PgFindingStore implements FindingStore {
  async stateOf(
    tx: Transaction,
    { source, repository, alertNumber, credentialId }: Alert,
  ): Promise<FindingState | undefined> {
    const [row] = await tx.query<{ state: FindingState }[]>(
      `SELECT state FROM finding WHERE source = $1 AND repository = $2 AND alert_number = $3 AND credential_id IS NOT DISTINCT FROM $4::text
       ORDER BY opened_at DESC LIMIT 1`,
      [source, repository, alertNumber, credentialId],
    );
    return row?.state;
  }

  async open(tx: Transaction, one: Finding): Promise<void> {
    await tx.query(
      `INSERT INTO finding (finding_id, source, repository, alert_number, secret_type, credential_id, state, opened_at)
       VALUES ($1, $2, $3, $4, $5, $6::text, CASE WHEN $6::text IS NULL THEN 'unmatched' ELSE 'open' END, $7)`,
      [
        one.findingId,
        one.source,
        one.repository,
        one.alertNumber,
        one.secretType,
        one.credentialId,
        one.openedAt,
      ],
    );
  }

  async close(tx: Transaction, credentialId: CredentialId, at: Date): Promise<void> {
    await tx.query(
      `UPDATE finding SET state = 'closed', closed_at = $2 WHERE credential_id = $1 AND state = 'open'`,
      [credentialId, at],
    );
  }
}
