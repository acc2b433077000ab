import type { AccessGrant, AccessQuestion } from './access-grant.js';

/** A change of the projection: a grant as it stands now, or the end of one. */
export type GrantChange =
  | { readonly state: 'held'; readonly grant: AccessGrant }
  | { readonly state: 'ended'; readonly grantId: string; readonly subjectId: string };

interface Resident {
  readonly grantId: string;
  readonly permission: string;
  readonly grant: AccessGrant;
}

const permissionOf = ({ action, resource }: Pick<AccessQuestion, 'action' | 'resource'>) =>
  `${action}\u0000${resource.type}\u0000${resource.id}`;

/** All grants in memory, by subject: what a decision is made from without asking anybody. */
export class ResidentGrants {
  readonly #bySubject = new Map<string, Resident[]>();
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** Applying the same change again changes nothing. */
  apply(change: GrantChange): void {
    if (change.state === 'held') this.#put(change.grant);
    else this.#remove(change.subjectId, change.grantId);
  }

  /** The grants that answer the question and have not expired. */
  find(question: AccessQuestion, now: Date): readonly AccessGrant[] {
    const held = this.#bySubject.get(question.subjectId);
    if (!held) return [];
    const wanted = permissionOf(question);
    const found: AccessGrant[] = [];
    for (const { permission, grant } of held)
      if (permission === wanted && isCurrent(grant, now)) found.push(grant);
    return found;
  }

  #put(grant: AccessGrant): void {
    const { grantId, subjectId } = grant;
    const resident = { grantId, permission: permissionOf(grant), grant };
    const held = this.#bySubject.get(subjectId) ?? [];
    const at = held.findIndex((one) => one.grantId === grantId);
    if (at >= 0) held[at] = resident;
    else this.#count += held.push(resident) && 1;
    this.#bySubject.set(subjectId, held);
  }

  #remove(subjectId: string, grantId: string): void {
    const held = this.#bySubject.get(subjectId) ?? [];
    const at = held.findIndex((one) => one.grantId === grantId);
    if (at < 0) return;
    held.splice(at, 1);
    this.#count -= 1;
    if (held.length === 0) this.#bySubject.delete(subjectId);
  }
}

function isCurrent({ expiresAt }: AccessGrant, now: Date): boolean {
  return expiresAt === undefined || now < expiresAt;
}
