import { generatePassword, sha256Hex, type Secret } from '@trivium/credentials';
import type { DiscoveredAccount } from '@trivium/revocation';

const mostSecrets = 2;

interface Kept {
  enabled: boolean;
  entitlements: ReadonlySet<string>;
  /** SHA-256 of each secret that lets in, the newest first. */
  secrets: readonly string[];
  readonly sessions: Set<BookSession>;
}

/** Who is in. It ends with the access that it came from. */
export class BookSession {
  open = true;

  constructor(
    readonly name: string,
    private readonly account: Pick<Kept, 'entitlements'>,
  ) {}

  may(entitlement: string): boolean {
    return this.open && this.account.entitlements.has(entitlement);
  }
}

/** The account is not there, or shut: only `provision` opens one. */
export class NoSuchAccount extends Error {}

/** The accounts of an imaginary system, with what every real one has: secrets, sessions, entitlements and things that are owned. */
export class AccountBook {
  readonly #accounts = new Map<string, Kept>();
  readonly #owners = new Map<string, string>();

  constructor(private readonly heir = 'keeper') {}

  list(): DiscoveredAccount[] {
    return [...this.#accounts].map(([name, { enabled, entitlements, sessions }]) => ({
      name,
      enabled,
      entitlements: [...entitlements],
      sessions: sessions.size,
    }));
  }

  /** Opens a new or shut account without any secret; one that is open keeps its own. */
  provision(name: string, entitlements: readonly string[]): void {
    const account = this.#accounts.get(name) ?? this.#empty();
    if (!account.enabled) account.secrets = [];
    account.enabled = true;
    account.entitlements = new Set(entitlements);
    this.#accounts.set(name, account);
  }

  /** A new secret in place of all others. */
  issue(name: string): Secret {
    return this.#renew(this.#open(name), 0);
  }

  rotate(name: string, previous: 'keep' | 'revoke'): Secret {
    const account = this.#open(name);
    if (previous === 'revoke') this.#endSessions(account);
    return this.#renew(account, previous === 'keep' ? mostSecrets - 1 : 0);
  }

  /** What ended, or undefined when there was nothing to end. */
  revoke(
    name: string,
  ): { readonly sessions: number; readonly grants: number; readonly owned: number } | undefined {
    const account = this.#accounts.get(name);
    if (!account) return undefined;
    account.enabled = false;
    const ended = {
      sessions: this.#endSessions(account),
      grants: account.entitlements.size,
      owned: this.#inherit(name),
    };
    this.#accounts.delete(name);
    return ended;
  }

  /** Shuts the account as an operator of the system would, without Trivium: its secrets stay. */
  disable(name: string): void {
    const account = this.#open(name);
    account.enabled = false;
    this.#endSessions(account);
  }

  isOpen(name: string): boolean {
    return this.#accounts.get(name)?.enabled === true;
  }

  accepts(name: string, secretSha256: string): boolean {
    const account = this.#accounts.get(name);
    return account?.enabled === true && account.secrets.includes(secretSha256);
  }

  login(name: string, secret: string): BookSession | undefined {
    const account = this.#accounts.get(name);
    if (!account || !this.accepts(name, sha256Hex(secret))) return undefined;
    const session = new BookSession(name, account);
    account.sessions.add(session);
    return session;
  }

  own(thing: string, name: string): void {
    this.#owners.set(thing, name);
  }

  ownerOf(thing: string): string | undefined {
    return this.#owners.get(thing);
  }

  #open(name: string): Kept {
    const account = this.#accounts.get(name);
    if (!account?.enabled) throw new NoSuchAccount(name);
    return account;
  }

  #empty(): Kept {
    return { enabled: true, entitlements: new Set(), secrets: [], sessions: new Set() };
  }

  #renew(account: Kept, keep: number): Secret {
    const secret = generatePassword();
    account.secrets = [sha256Hex(secret), ...account.secrets.slice(0, keep)];
    return secret;
  }

  #endSessions({ sessions }: Kept): number {
    const count = sessions.size;
    for (const session of sessions) session.open = false;
    sessions.clear();
    return count;
  }

  #inherit(name: string): number {
    const owned = [...this.#owners].filter(([, owner]) => owner === name);
    for (const [thing] of owned) this.#owners.set(thing, this.heir);
    return owned.length;
  }
}
