import { entryRecordedV1, type AuditEntry } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { Transaction } from '@trivium/persistence';
import { bundleName } from '@trivium/policy';
import type { Doer } from '@trivium/runtime';
import { randomUUID } from 'node:crypto';
import type { PolicyProposal } from './policy-proposal.js';

export type PolicyAct = 'policy.proposed' | 'policy.approved' | 'policy.published';

/** Says for the record what was done with a proposal, and by whom. */
export async function recordPolicy(
  tx: Transaction,
  outbox: Outbox,
  act: PolicyAct,
  { proposalId, version, digest, widens, reason }: PolicyProposal,
  how: { readonly by: Doer; readonly at: Date; readonly policyVersion: string },
): Promise<void> {
  const entry: AuditEntry = {
    entryId: randomUUID(),
    at: how.at.toISOString(),
    service: 'decision',
    action: act,
    outcome: 'success',
    actor: { id: how.by.subject, kind: 'caller' },
    subject: { id: bundleName, kind: 'policy', label: version },
    reason,
    evidenceDigest: digest,
    detail: { proposalId, version, widens, person: how.by.person },
    policyVersion: how.policyVersion,
  };
  await outbox.append(tx, entryRecordedV1, entry, { time: how.at, policyVersion: how.policyVersion });
}
