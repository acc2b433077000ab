import type { PersonId } from '@trivium/identity';

export type PersonState = 'active' | 'leaving' | 'left';

export interface Profile {
  readonly displayName?: string;
  readonly email?: string;
  readonly department?: string;
  readonly jobTitle?: string;
  readonly location?: string;
  readonly timeZone?: string;
}

export interface Person extends Profile {
  readonly personId: PersonId;
  readonly source: string;
  readonly externalId: string;
  /** Counts employments: 0 for somebody of whom only a departure is known, 1 for the first, one more for each rehire. */
  readonly generation: number;
  readonly state: PersonState;
  /** When the newest event that was believed became true in the HR system. */
  readonly lastEventAt: Date;
  /** When a scheduled departure happens; of somebody who has yet to be hired, when it will. */
  readonly leavesAt?: Date;
}

export type JoinDecision =
  | { readonly do: 'hire'; readonly generation: number; readonly leavesAt?: Date }
  | { readonly do: 'update' }
  | { readonly do: 'nothing'; readonly because: 'superseded' | 'not-employed' };

/**
 * What a hire means: a first employment, a rehire in a new generation, a changed profile, or old news. A profile that changed hires
 * nobody back: whose access an administrator ended keeps none because of a new job title. Of whom a departure was heard of first that
 * still lies ahead, the employment begins and ends then.
 */
export function decideJoin(
  known: Person | undefined,
  occurredAt: Date,
  now: Date,
  kind: 'hire' | 'profile' = 'hire',
): JoinDecision {
  if (!known) return { do: 'hire', generation: 1 };
  if (known.generation === 0 && known.leavesAt && known.leavesAt > now)
    return { do: 'hire', generation: 1, leavesAt: known.leavesAt };
  if (occurredAt < known.lastEventAt) return { do: 'nothing', because: 'superseded' };
  if (known.state !== 'left') return { do: 'update' };
  return kind === 'hire'
    ? { do: 'hire', generation: known.generation + 1 }
    : { do: 'nothing', because: 'not-employed' };
}

export type LeaveDecision =
  | { readonly do: 'revoke' }
  | { readonly do: 'schedule'; readonly at: Date }
  | { readonly do: 'remember'; readonly at?: Date }
  | { readonly do: 'nothing'; readonly because: 'already-left' | 'superseded' };

/**
 * What a departure means. Of an unknown person it is remembered, so that the hire it belongs to, arriving late, gives nothing, or nothing
 * beyond the day on which it happens.
 * A departure older than the newest hire is about an employment that is over already.
 */
export function decideLeave(
  known: Person | undefined,
  event: { readonly occurredAt: Date; readonly effectiveAt: Date },
  now: Date,
): LeaveDecision {
  const isAhead = event.effectiveAt > now;
  const remembered = { do: 'remember', ...(isAhead && { at: event.effectiveAt }) } as const;
  if (!known) return remembered;
  const isYetToBeHired = known.generation === 0 && (isAhead || known.leavesAt !== undefined);
  if (known.state === 'left' && !isYetToBeHired) return { do: 'nothing', because: 'already-left' };
  if (event.occurredAt < known.lastEventAt) return { do: 'nothing', because: 'superseded' };
  if (isYetToBeHired) return remembered;
  return isAhead ? { do: 'schedule', at: event.effectiveAt } : { do: 'revoke' };
}

/** A fact cannot be newer than its arrival: one that is dated ahead would make everything that follows look like old news. */
export function believedTime(occurredAt: string, receivedAt: string): Date {
  return new Date(Math.min(Date.parse(occurredAt), Date.parse(receivedAt)));
}

/** A login name that every kind of target accepts, and that no two people or employments share. */
export function accountNameOf({ personId, generation }: Pick<Person, 'personId' | 'generation'>): string {
  return `p_${personId.slice(4).replaceAll('-', '').slice(0, 24)}_${generation}`;
}
