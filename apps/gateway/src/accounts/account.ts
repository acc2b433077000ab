import type { Role } from '@trivium/runtime';

/** Somebody who may sign in; in the words of SCIM 2.0 (RFC 7643, section 4.1). An account is never deleted: a name in the record stays one person. */
export interface Account {
  readonly userName: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
  /** Present while the password is one that an administrator gave: until then it may be used, once, to choose another. */
  readonly passwordExpiresAt?: Date;
}

export type AccountChange = Partial<Pick<Account, 'displayName' | 'roles' | 'active'>>;

/** What ends with a change. Roles of a session are read at each request, so fewer of them need no end. */
export interface Ends {
  readonly sessions: boolean;
  readonly apiTokens: boolean;
}

/** What it is called as a caller, and as the person behind one. */
export const personOf = (userName: string): string => `user:${userName}`;

/** What it is called in the record. */
export function subjectOf({ userName, displayName }: Pick<Account, 'userName' | 'displayName'>) {
  return { id: personOf(userName), kind: 'user', label: displayName };
}

export const isAdministrator = ({ active, roles }: Pick<Account, 'active' | 'roles'>): boolean =>
  active && roles.includes('admin');

/** API tokens belong to administrators: whoever could not make them any more has none. */
export function endedBy(before: Account, after: Account): Ends {
  return {
    sessions: before.active && !after.active,
    apiTokens: isAdministrator(before) && !isAdministrator(after),
  };
}

/** Shortest password where nothing else proves a person (NIST SP 800-63B-4, section 3.1.1.2). */
const shortestPassword = 15;

/** Why a person may not choose this password, in words that go on after its name; undefined when nothing speaks against it. */
export function passwordFlaw(chosen: string, former: string, { userName }: Pick<Account, 'userName'>) {
  if (chosen.length < shortestPassword) return `must have at least ${shortestPassword} characters`;
  if (chosen.normalize('NFKC') === former.normalize('NFKC')) return 'must be another one than before';
  return chosen.toLowerCase().includes(userName.toLowerCase()) ? 'must not contain the user name' : undefined;
}
