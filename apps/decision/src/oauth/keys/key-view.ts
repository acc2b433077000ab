import { inOrder, signerAt, type ScheduledKey } from './key-schedule.js';

/** `next`: published, and signs later. `former`: signs no more, and is published while a token of it may live. */
export type KeyState = 'next' | 'signing' | 'former' | 'withdrawn';

/** A key of access tokens, as an administrator sees it. */
export interface KeyView {
  readonly kid: string;
  readonly state: KeyState;
  readonly signsFrom: Date;
  readonly withdrawnAt?: Date;
}

/** Newest first. */
export function keyViews(keys: readonly ScheduledKey[], now: Date): readonly KeyView[] {
  const signer = signerAt(keys, now);
  return inOrder(keys).map((key) => {
    const { kid, signsFrom, withdrawnAt } = key;
    return { kid, state: stateOf(key, signer, now), signsFrom, ...(withdrawnAt && { withdrawnAt }) };
  });
}

function stateOf(key: ScheduledKey, signer: ScheduledKey | undefined, now: Date): KeyState {
  if (key.withdrawnAt) return 'withdrawn';
  if (key === signer) return 'signing';
  return key.signsFrom > now ? 'next' : 'former';
}
