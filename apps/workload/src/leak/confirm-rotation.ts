import { credentialRotatedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { CredentialId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { Announce, LeasedTarget } from '@trivium/revocation';
import type { CredentialStore } from '../credential/credential.store.js';
import type { FindingStore } from './finding.store.js';

/**
 * The old secret was seen refused and the new one works: the credential is itself again, and its findings are closed. So are those of a
 * credential whose account was seen ended: its secret leads nowhere any more.
 */
export async function confirmRotation(
  tx: Transaction,
  { act, accountId, revocation, target, eradication }: LeasedTarget,
  at: Date,
  ports: {
    readonly credentials: CredentialStore;
    readonly findings: FindingStore;
    readonly outbox: Outbox;
    readonly announce: Announce;
    readonly model: GovernanceModel;
  },
): Promise<void> {
  const credentialId = revocation.subject.id as CredentialId;
  if (act === 'revoke' && accountId) await ports.findings.close(tx, credentialId, at);
  if (act !== 'rotate') return;
  const rotated = await ports.credentials.rotated(tx, credentialId);
  if (!rotated) return;
  await ports.findings.close(tx, credentialId, at);
  const fingerprint = String(eradication?.evidence.newFingerprint ?? 'unknown');
  const facts = {
    nhiId: rotated.nhiId,
    previousId: credentialId,
    credentialId,
    target,
    fingerprint,
    rotatedAt: at.toISOString(),
    reason: revocation.reason,
  };
  const policyVersion = ports.model.version;
  await ports.outbox.append(tx, credentialRotatedV1, facts, { time: at, policyVersion });
  const entry = {
    action: 'credential.rotated',
    outcome: 'success' as const,
    actor: { id: 'trivium', kind: 'system' as const },
    subject: { id: credentialId, kind: 'credential' },
    target,
    reason: revocation.reason,
    detail: { nhiId: rotated.nhiId, fingerprint },
  };
  await ports.announce.recorded(tx, [entry], { at, policyVersion });
}
