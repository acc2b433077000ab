import type { ReceiptStatus, RevocationStage } from '@trivium/contracts';

export interface Stages {
  readonly containedAt: Date | null;
  readonly eradicatedAt: Date | null;
  readonly verifiedAt: Date | null;
}

/** The furthest stage that a revocation has reached. */
export function stageOf({ containedAt, eradicatedAt, verifiedAt }: Stages): RevocationStage {
  if (verifiedAt) return 'verified';
  if (eradicatedAt) return 'eradicated';
  return containedAt ? 'contained' : 'received';
}

export type TargetStage = 'pending' | 'eradicated' | 'verified';

export interface Attempted {
  readonly stage: TargetStage;
  readonly status: ReceiptStatus;
  /** When to try again; null when the target is done or never can. */
  readonly retry: boolean;
}

/** What a failed attempt means: an unreachable target is tried for ever, an incapable one becomes a case for its owner. */
export function failedAttempt(code: string | undefined, reached: TargetStage): Attempted {
  const hopeless = code === 'ERR_UNSUPPORTED_BY_TARGET' || code === 'ERR_INVALID_ACCOUNT';
  return { stage: reached, status: hopeless ? 'unsupported' : 'unavailable', retry: true };
}

const minute = 60_000;

/** Milliseconds until the next attempt: soon at first, never more than a minute; what a target cannot do is looked at again each hour. */
export function retryBounds(status: ReceiptStatus): { baseMs: number; capMs: number } {
  return status === 'unsupported'
    ? { baseMs: 60 * minute, capMs: 60 * minute }
    : { baseMs: 250, capMs: minute };
}
