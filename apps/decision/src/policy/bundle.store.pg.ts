import type { Difference, SourceFile } from '@trivium/policy';
import type { Sql, Transaction } from '@trivium/persistence';
import type { BundleStore, PublishedProposal, StoredProposal } from './bundle.store.js';
import type { PolicyProposal, Publication } from './policy-proposal.js';

interface Row {
  readonly proposal_id: string;
  readonly version: string;
  readonly digest: string;
  readonly files: readonly SourceFile[];
  readonly reason: string;
  readonly base_digest: string;
  readonly differences: readonly Difference[];
  readonly widens: boolean;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly approved_by: string | null;
  readonly published_at: Date | null;
  readonly sequence: string | null;
  readonly jws: string | null;
}

const lockName = 'policy_bundle';

export class PgBundleStore implements BundleStore {
  async lock(tx: Transaction): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext(current_schema() || $1))', [lockName]);
  }

  async insert(tx: Transaction, proposal: StoredProposal): Promise<void> {
    const { proposalId, version, digest, files, reason, baseDigest, differences, widens } = proposal;
    await tx.query(
      `INSERT INTO policy_bundle (proposal_id, version, digest, files, reason, base_digest, differences, widens, proposed_by, proposed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        proposalId,
        version,
        digest,
        JSON.stringify(files),
        reason,
        baseDigest,
        JSON.stringify(differences),
        widens,
        proposal.proposedBy,
        proposal.proposedAt,
      ],
    );
  }

  async publish(tx: Transaction, proposalId: string, publication: Publication): Promise<void> {
    const { sequence, publishedAt, jws, approvedBy } = publication;
    await tx.query(
      'UPDATE policy_bundle SET sequence = $2, published_at = $3, jws = $4, approved_by = $5 WHERE proposal_id = $1',
      [proposalId, sequence, publishedAt, jws, approvedBy],
    );
  }

  async find(sql: Sql, proposalId: string): Promise<StoredProposal | undefined> {
    const [row] = await sql.query<Row[]>('SELECT * FROM policy_bundle WHERE proposal_id = $1', [proposalId]);
    return row && proposalOf(row);
  }

  async latest(sql: Sql): Promise<PublishedProposal | undefined> {
    const [row] = await sql.query<Row[]>(
      'SELECT * FROM policy_bundle WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1',
    );
    return publishedOf(row);
  }

  async earlier(sql: Sql, version: string | undefined): Promise<PublishedProposal | undefined> {
    const [row] = await sql.query<Row[]>(
      `SELECT * FROM policy_bundle
       WHERE sequence < (SELECT max(sequence) FROM policy_bundle) AND ($1::text IS NULL OR version = $1)
       ORDER BY sequence DESC LIMIT 1`,
      [version],
    );
    return publishedOf(row);
  }

  async waiting(sql: Sql, baseDigest: string): Promise<readonly PolicyProposal[]> {
    const rows = await sql.query<Row[]>(
      'SELECT * FROM policy_bundle WHERE sequence IS NULL AND base_digest = $1 ORDER BY proposed_at DESC LIMIT 100',
      [baseDigest],
    );
    return rows.map(proposalOf);
  }
}

function proposalOf(row: Row): StoredProposal {
  const published = publicationOf(row);
  return {
    proposalId: row.proposal_id,
    version: row.version,
    digest: row.digest,
    files: row.files,
    reason: row.reason,
    baseDigest: row.base_digest,
    differences: row.differences,
    widens: row.widens,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    ...(published && { published }),
  };
}

function publicationOf({ sequence, published_at, jws, approved_by }: Row): Publication | undefined {
  if (sequence === null || published_at === null || jws === null) return undefined;
  const facts = { sequence: Number(sequence), publishedAt: published_at, jws };
  return { ...facts, ...(approved_by !== null && { approvedBy: approved_by }) };
}

function publishedOf(row: Row | undefined): PublishedProposal | undefined {
  const proposal = row && proposalOf(row);
  return proposal?.published && { ...proposal, published: proposal.published };
}
