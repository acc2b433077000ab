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

type Permission = Pick<AccessQuestion, 'action' | 'resource'>;

const permissionOf = ({ action, resource }: Permission) =>
  `${action}\u0000${resource.type}\u0000${resource.id}`;

/** All grants in memory, by subject and by permission: what a decision is made from without asking anybody. */
export class ResidentGrants {
  readonly #bySubject = new Map<string, Resident[]>();
  /** Most permissions are held once, and then need no set of their own. */
  readonly #byPermission = new Map<string, Resident | Set<Resident>>();
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

  /** Everything that this subject holds and that has not expired. */
  heldBy(subjectId: string, now: Date): readonly AccessGrant[] {
    const held = this.#bySubject.get(subjectId) ?? [];
    return held.map(({ grant }) => grant).filter((grant) => isCurrent(grant, now));
  }

  /** The ids of all subjects that hold this and whose grant has not expired, one for each grant. */
  holders(permission: Permission, now: Date): readonly string[] {
    const holders = this.#byPermission.get(permissionOf(permission)) ?? [];
    const residents = 'grantId' in holders ? [holders] : [...holders];
    return residents.filter(({ grant }) => isCurrent(grant, now)).map(({ grant }) => grant.subjectId);
  }

  #put(grant: AccessGrant): void {
    const { grantId, subjectId } = grant;
    const resident = { grantId, permission: permissionOf(grant), grant };
    const held = this.#bySubject.get(subjectId) ?? [];
    const at = held.findIndex((one) => one.grantId === grantId);
    const known = held[at];
    if (known) this.#unlist(known);
    if (known) held[at] = resident;
    else this.#count += held.push(resident) && 1;
    this.#list(resident);
    this.#bySubject.set(subjectId, held);
  }

  #remove(subjectId: string, grantId: string): void {
    const held = this.#bySubject.get(subjectId) ?? [];
    const at = held.findIndex((one) => one.grantId === grantId);
    const [known] = at < 0 ? [] : held.splice(at, 1);
    if (!known) return;
    this.#unlist(known);
    this.#count -= 1;
    if (held.length === 0) this.#bySubject.delete(subjectId);
  }

  #list(resident: Resident): void {
    const { permission } = resident;
    const holders = this.#byPermission.get(permission);
    if (!holders) this.#byPermission.set(permission, resident);
    else if (holders instanceof Set) holders.add(resident);
    else this.#byPermission.set(permission, new Set([holders, resident]));
  }

  #unlist(resident: Resident): void {
    const { permission } = resident;
    const holders = this.#byPermission.get(permission);
    if (holders instanceof Set && holders.delete(resident) && holders.size > 0) return;
    this.#byPermission.delete(permission);
  }
}

function isCurrent({ expiresAt }: AccessGrant, now: Date): boolean {
  return expiresAt === undefined || now < expiresAt;
}
