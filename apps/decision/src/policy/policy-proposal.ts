import { bundleName, type BundleStatement, type Difference } from '@trivium/policy';

/** One version of the governance model that somebody wants to be in force. */
export interface PolicyProposal {
  readonly proposalId: string;
  readonly version: string;
  readonly digest: string;
  readonly reason: string;
  /** What was in force when it was compared; it is published on top of exactly that. */
  readonly baseDigest: string;
  readonly differences: readonly Difference[];
  readonly widens: boolean;
  /** The person. */
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly published?: Publication;
}

export interface Publication {
  /** Grows by one with each publication. */
  readonly sequence: number;
  readonly publishedAt: Date;
  readonly jws: string;
  /** The second person, where the version widens access. */
  readonly approvedBy?: string;
}

export type ApprovalRefusal = 'ERR_PUBLISHED_ALREADY' | 'ERR_OWN_PROPOSAL' | 'ERR_POLICY_CHANGED_MEANWHILE';

/** Why this person may not put the proposal in force; undefined when nothing speaks against it. */
export function refuseApproval(
  proposal: PolicyProposal,
  approver: string,
  currentDigest: string,
): ApprovalRefusal | undefined {
  if (proposal.published) return 'ERR_PUBLISHED_ALREADY';
  if (proposal.proposedBy === approver) return 'ERR_OWN_PROPOSAL';
  return proposal.baseDigest === currentDigest ? undefined : 'ERR_POLICY_CHANGED_MEANWHILE';
}

/** What is signed. */
export function statementOf(
  { version, digest, widens, reason, proposedBy }: PolicyProposal,
  { sequence, publishedAt, approvedBy }: Omit<Publication, 'jws'>,
): BundleStatement {
  const facts = { name: bundleName, version, digest, sequence, widens, reason, proposedBy } as const;
  return {
    ...facts,
    ...(approvedBy !== undefined && { approvedBy }),
    publishedAt: publishedAt.toISOString(),
  };
}
