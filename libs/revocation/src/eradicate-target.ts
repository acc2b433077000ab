import { newReceiptId, type Road } from '@trivium/identity';
import { fingerprint, sha256Hex, type Sealer, type Secret, type SigningKey } from '@trivium/credentials';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import { delayFor, type Clock } from '@trivium/runtime';
import { sealContext } from './accounts/account.js';
import type { AccountStore } from './accounts/account.store.js';
import type { Announce, Said } from './announce.js';
import { EffectNotProven, type Connector, type Revoked, type Verified } from './connector.js';
import { errorCode } from './error-code.js';
import { signReceipt } from './receipt.js';
import { failedAttempt, retryBounds } from './revocation.js';
import type { LeasedTarget, RevocationStore, TargetProgress } from './revocation.store.js';

export interface EradicationPorts {
  readonly road: Road;
  readonly revocations: RevocationStore;
  readonly accounts: AccountStore;
  readonly unitOfWork: UnitOfWork;
  readonly pool: Parameters<AccountStore['secretToRefuse']>[0];
  readonly announce: Announce;
  readonly sealer: Sealer;
  readonly signer: Pick<SigningKey, 'signCompact'>;
  readonly clock: Clock;
  /** What the road does when a target is verified, in the same transaction (a rotated credential is announced, for one). */
  readonly onVerified: (tx: Transaction, work: LeasedTarget, at: Date) => Promise<void>;
}

/** Ends the access at one target, tries the old access there and signs what it saw. */
export class EradicateTarget {
  constructor(private readonly ports: EradicationPorts) {}

  /** Never rejects for the target's sake: what failed is recorded with its time of the next attempt. */
  async execute(connector: Connector, work: LeasedTarget, signal: AbortSignal): Promise<void> {
    const attempt: { progress?: Pick<TargetProgress, 'eradicatedAt' | 'eradication'> } = {};
    try {
      const secret = await this.#secretToRefuse(work);
      const eradicated = await this.#eradicate(connector, work, secret, signal);
      attempt.progress = eradicated;
      const verification = await this.#verify(connector, work, secret, signal);
      await this.#record(work, await this.#confirmed(work, eradicated, verification));
    } catch (error) {
      await this.#record(work, this.#failed(work, error, attempt.progress));
    }
  }

  async #secretToRefuse({ accountId }: LeasedTarget): Promise<Secret | undefined> {
    const sealed = accountId && (await this.ports.accounts.secretToRefuse(this.ports.pool, accountId));
    return sealed ? this.ports.sealer.open(sealed, sealContext(accountId)) : undefined;
  }

  async #eradicate(
    connector: Connector,
    work: LeasedTarget,
    secret: Secret | undefined,
    signal: AbortSignal,
  ): Promise<{ eradicatedAt: Date; eradication: Revoked }> {
    if (work.eradicatedAt && work.eradication)
      return { eradicatedAt: work.eradicatedAt, eradication: work.eradication };
    const act = await this.#actFor(work);
    const operationId = operationOf({ ...work, act });
    const account = { name: work.account, entitlements: work.entitlements };
    const eradication =
      act === 'revoke'
        ? await connector.revoke(account, { signal, operationId })
        : await this.#rotate(connector, work, secret, { signal, operationId });
    return { eradicatedAt: this.ports.clock.now(), eradication };
  }

  /** An account whose end was ordered has no use for another secret, and would be given none: that it ends is the most a rotation can want. */
  async #actFor({ act, accountId }: LeasedTarget): Promise<LeasedTarget['act']> {
    if (act === 'revoke' || !accountId) return act;
    return (await this.ports.accounts.isEnding(this.ports.pool, accountId)) ? 'revoke' : act;
  }

  async #rotate(
    connector: Connector,
    work: LeasedTarget,
    secret: Secret | undefined,
    act: { signal: AbortSignal; operationId: string },
  ): Promise<Revoked> {
    const account = { name: work.account, entitlements: work.entitlements };
    const next = await connector.rotate(account, { secret, mode: 'revoke' }, act);
    const { accountId } = work;
    if (accountId) {
      const sealed = this.ports.sealer.seal(next, sealContext(accountId));
      await this.ports.unitOfWork.run((tx) =>
        this.ports.accounts.rotated(tx, accountId, sealed, fingerprint(next)),
      );
    }
    return {
      outcome: 'revoked',
      evidence: { act: 'rotate', newFingerprint: fingerprint(next), newSecretWorks: true },
    };
  }

  async #verify(
    connector: Connector,
    work: LeasedTarget,
    secret: Secret | undefined,
    signal: AbortSignal,
  ): Promise<Verified> {
    const account = { name: work.account, entitlements: work.entitlements };
    const seen = await connector.verify(account, secret, {
      signal,
      operationId: `${work.revocationId}/${work.target}/verify`,
    });
    if (seen.access === 'accepted')
      throw new EffectNotProven(work.target, 'verify', 'the old access still works');
    return seen;
  }

  async #confirmed(
    work: LeasedTarget,
    done: { eradicatedAt: Date; eradication: Revoked },
    verification: Verified,
  ): Promise<TargetProgress> {
    const verifiedAt = this.ports.clock.now();
    const receiptId = newReceiptId();
    const { subject, reason, policyVersion, eventAt, containedAt } = work.revocation;
    const jws = await signReceipt(
      {
        receiptId,
        revocationId: work.revocationId,
        road: this.ports.road,
        subject,
        reason,
        target: work.target,
        targetKind: work.kind,
        account: work.account,
        status: 'confirmed',
        eventAt: eventAt.toISOString(),
        containedAt: containedAt.toISOString(),
        eradicatedAt: done.eradicatedAt.toISOString(),
        verifiedAt: verifiedAt.toISOString(),
        eradication: done.eradication,
        verification,
        policyVersion,
      },
      this.ports.signer,
    );
    return { stage: 'verified', status: 'confirmed', ...done, verifiedAt, verification, receiptId, jws };
  }

  /** An old access that still works puts the target back to pending: whatever had been done there did not hold. */
  #failed(
    work: LeasedTarget,
    error: unknown,
    done: Pick<TargetProgress, 'eradicatedAt' | 'eradication'> | undefined,
  ): TargetProgress {
    const code = errorCode(error);
    const reached = done && code !== 'ERR_EFFECT_NOT_PROVEN' ? 'eradicated' : 'pending';
    const { stage, status } = failedAttempt(code, reached);
    const dueAt = new Date(
      this.ports.clock.now().getTime() + delayFor(work.attempts + 1, retryBounds(status)),
    );
    return { stage, status, error: code ?? 'ERR_UNKNOWN', dueAt, ...(stage === 'eradicated' && done) };
  }

  #record(work: LeasedTarget, progress: TargetProgress): Promise<void> {
    return this.ports.unitOfWork.run(async (tx) => {
      if (!(await this.ports.revocations.progress(tx, work, progress))) return;
      if (progress.stage === 'verified') await this.#settle(tx, work, progress);
      const { view, reached } = await this.ports.revocations.advance(tx, work.revocationId);
      const how = {
        at: this.ports.clock.now(),
        causeId: work.revocationId,
        policyVersion: work.revocation.policyVersion,
      };
      const said = this.#said(work, progress);
      if (reached.length > 0 || work.attempts === 0) await this.ports.announce.advanced(tx, view, said, how);
      else await this.ports.announce.recorded(tx, said, how);
    });
  }

  /** What the proof means for the account, and then for the road. */
  async #settle(tx: Transaction, work: LeasedTarget, { eradication }: TargetProgress): Promise<void> {
    const { act, accountId } = work;
    const now = this.ports.clock.now();
    if (accountId && act === 'revoke') await this.ports.accounts.ended(tx, accountId, now);
    if (accountId && act === 'rotate') await this.ports.accounts.previousRefused(tx, accountId);
    await this.ports.onVerified(tx, { ...work, eradication: eradication ?? work.eradication }, now);
  }

  #said(work: LeasedTarget, progress: TargetProgress): Said[] {
    const facts = {
      actor: { id: 'trivium', kind: 'system' as const },
      subject: work.revocation.subject,
      target: work.target,
      account: work.account,
      revocationId: work.revocationId,
      reason: work.revocation.reason,
    };
    const seen = {
      ...progress.verification?.evidence,
      ...(progress.verification && { method: progress.verification.method }),
    };
    return [
      ...(progress.eradication && !work.eradicatedAt
        ? [
            {
              ...facts,
              action: 'access.eradicated',
              outcome: 'success' as const,
              detail: { ...progress.eradication.evidence },
            },
          ]
        : []),
      ...(progress.jws
        ? [
            {
              ...facts,
              action: 'access.verified',
              outcome: 'success' as const,
              evidenceDigest: sha256Hex(progress.jws),
              detail: seen,
            },
          ]
        : []),
      ...(progress.error
        ? [
            {
              ...facts,
              action: 'access.eradication-failed',
              outcome: 'failure' as const,
              detail: { code: progress.error, attempts: work.attempts + 1 },
            },
          ]
        : []),
    ];
  }
}

/**
 * A repetition after a crash or a silence has the name of the first try. What the target claimed and a trial disproved is ordered
 * anew under another: a target that remembers its answers would only repeat its claim.
 */
function operationOf({ revocationId, target, act, attempts, lastError }: LeasedTarget): string {
  const again = lastError === 'ERR_EFFECT_NOT_PROVEN' ? `/again-${attempts}` : '';
  return `${revocationId}/${target}/${act}${again}`;
}
