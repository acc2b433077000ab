import type { CredentialId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { Finding, FindingState, FindingStore } from './finding.store.js';

export class PgFindingStore implements FindingStore {
  async open(tx: Transaction, one: Finding): Promise<FindingState | undefined> {
    const [row] = await tx.query<{ state: FindingState }[]>(
      `WITH known AS (
         SELECT state FROM finding WHERE source = $2 AND repository = $3 AND alert_number = $4 AND credential_id IS NOT DISTINCT FROM $6::text
         ORDER BY opened_at DESC LIMIT 1),
       opened AS (
         INSERT INTO finding (finding_id, source, repository, alert_number, secret_type, credential_id, state, opened_at)
         SELECT $1, $2, $3, $4, $5, $6::text, CASE WHEN $6::text IS NULL THEN 'unmatched' ELSE 'open' END, $7
         WHERE NOT EXISTS (SELECT FROM known))
       SELECT state FROM known`,
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
    return row?.state;
  }

  async close(tx: Transaction, credentialId: CredentialId, at: Date): Promise<void> {
    await tx.query(
      `UPDATE finding SET state = 'closed', closed_at = $2 WHERE credential_id = $1 AND state = 'open'`,
      [credentialId, at],
    );
  }
}
