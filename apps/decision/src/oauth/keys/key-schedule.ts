/** A key signs from its moment on until the next one does. */
export interface ScheduledKey {
  readonly kid: string;
  readonly signsFrom: Date;
  /** The key whose place it takes; absent for the first. */
  readonly follows?: string;
}

export interface KeySchedule {
  /** Milliseconds for which one key signs. */
  readonly period: number;
  /** Milliseconds for which a key is published before it signs, so that verifiers and replicas know it by then. */
  readonly lead: number;
  /** Milliseconds for which a key is published after it last signed: no token that it signed lives longer. */
  readonly keep: number;
}

/** Newest first. */
export function inOrder<Key extends ScheduledKey>(keys: readonly Key[]): readonly Key[] {
  return keys.toSorted((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime());
}

/** The key that signs at this moment: every replica comes to the same by the clock alone. */
export function signerAt<Key extends ScheduledKey>(keys: readonly Key[], now: Date): Key | undefined {
  return inOrder(keys).find(({ signsFrom }) => signsFrom <= now);
}

/** The keys to be published: those to come, the one that signs, and those under which a token may still live. */
export function publishedAt<Key extends ScheduledKey>(
  keys: readonly Key[],
  now: Date,
  { keep }: Pick<KeySchedule, 'keep'>,
): readonly Key[] {
  const ordered = inOrder(keys);
  return ordered.filter((_, at) => {
    const successor = ordered[at - 1];
    return !successor || now.getTime() < successor.signsFrom.getTime() + keep;
  });
}

/** From when the next key should sign, if it is time to publish it; a key is never due while the last one has yet to sign. */
export function successorDue(
  keys: readonly ScheduledKey[],
  now: Date,
  { period, lead }: Pick<KeySchedule, 'period' | 'lead'>,
): Date | undefined {
  const newest = inOrder(keys)[0];
  if (!newest) return now;
  const planned = newest.signsFrom.getTime() + period;
  if (now < newest.signsFrom || now.getTime() < planned - lead) return undefined;
  return new Date(Math.max(planned, now.getTime() + lead));
}
