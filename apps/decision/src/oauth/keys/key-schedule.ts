/** A key signs from its moment on until the next one does. */
export interface ScheduledKey {
  readonly kid: string;
  readonly signsFrom: Date;
  /** The key whose place it takes; absent for the first. */
  readonly follows?: string;
  /** From then on it signs nothing, and nothing that it signed is good. */
  readonly withdrawnAt?: Date;
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

const isGood = ({ withdrawnAt }: ScheduledKey) => withdrawnAt === undefined;

/**
 * The key that signs at this moment: every replica comes to the same by the clock alone. Where none may yet, since a clock is behind
 * that of whoever withdrew the last one, it is the one that will first.
 */
export function signerAt<Key extends ScheduledKey>(keys: readonly Key[], now: Date): Key | undefined {
  const ordered = inOrder(keys.filter(isGood));
  return ordered.find(({ signsFrom }) => signsFrom <= now) ?? ordered.at(-1);
}

/** The end of the line, which the next key follows; a withdrawn one keeps its place there. */
export function lastOf<Key extends ScheduledKey>(keys: readonly Key[]): Key | undefined {
  const followed = new Set(keys.map(({ follows }) => follows));
  return inOrder(keys).find(({ kid }) => !followed.has(kid));
}

/** The keys to be published: those to come, the one that signs, and those under which a token may still live. */
export function publishedAt<Key extends ScheduledKey>(
  keys: readonly Key[],
  now: Date,
  { keep }: Pick<KeySchedule, 'keep'>,
): readonly Key[] {
  const ordered = inOrder(keys.filter(isGood));
  return ordered.filter((_, at) => {
    const successor = ordered[at - 1];
    return !successor || now.getTime() < successor.signsFrom.getTime() + keep;
  });
}

/** The keys that nobody has to know any more: those under which no token lives, and withdrawn ones once everybody heard of it. */
export function overAt<Key extends ScheduledKey>(
  keys: readonly Key[],
  now: Date,
  { keep }: Pick<KeySchedule, 'keep'>,
): readonly Key[] {
  const published = new Set(publishedAt(keys, now, { keep }));
  return keys.filter((key) =>
    key.withdrawnAt ? now.getTime() >= key.withdrawnAt.getTime() + keep : !published.has(key),
  );
}

/** From when the next key should sign, if it is time to publish it; a key is never due while the last one has yet to sign. */
export function successorDue(
  keys: readonly ScheduledKey[],
  now: Date,
  { period, lead }: Pick<KeySchedule, 'period' | 'lead'>,
): Date | undefined {
  const newest = inOrder(keys.filter(isGood))[0];
  if (!newest) return now;
  const planned = newest.signsFrom.getTime() + period;
  if (now < newest.signsFrom || now.getTime() < planned - lead) return undefined;
  return new Date(Math.max(planned, now.getTime() + lead));
}
