import type { Secret } from '@trivium/credentials';
import type { AccountSpec, Connector } from '@trivium/revocation';

/** Somebody who is in, on a connection of their own. */
export interface Session {
  /** Tries it at the target. False when the account may not, and when the session has ended. */
  may(action: 'read' | 'write'): Promise<boolean>;
  close(): Promise<void>;
}

/** How the target is reached, and what goes wrong on the way. */
export type Way =
  /** Nothing listens there. */
  | { readonly kind: 'closed' }
  /** Takes connections and says nothing. */
  | { readonly kind: 'silent' }
  /** Takes connections and ends them. */
  | { readonly kind: 'hangs up' }
  /** Answers, but not what was asked. */
  | { readonly kind: 'babbles' }
  /** The real target, until it has answered so many times on all connections together; then every connection is cut. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The real target, until it has answered so many times; then nothing more arrives, and `stalled` is called. */
  | { readonly kind: 'stalls'; readonly after: number; readonly stalled: () => void };

/** A running target, and how the suite looks at it without the connector. */
export interface TargetUnderTest {
  /** Reaches the target as it should be reached. */
  readonly connector: Connector;
  /** A new connector to the same target; the suite closes it. */
  through(way: Way): Promise<Connector>;
  /** A connector whose own administrator the target turns away. */
  turnedAway(): Connector;
  /** A connector whose own administrator gets in and has no rights over accounts; looking at them may be allowed to everybody. */
  powerless(): Connector;
  /** Secrets of the installation: like those that the suite is given, they may show up nowhere. */
  readonly secrets: readonly Secret[];
  /** Entitlements that allow `read` and not `write`, and the other way round. */
  readonly reader: readonly string[];
  readonly writer: readonly string[];
  /** Accounts that no target of this kind could hold, by what is wrong with them. */
  readonly impossible: Readonly<Record<string, AccountSpec>>;
  /** An account name that nobody else has. */
  name(part: string): string;
  /** A real login as the account's user; undefined when the target refuses it. */
  login(name: string, secret: Secret): Promise<Session | undefined>;
  /** Shuts the account as an operator would, without Trivium; absent where the target knows no such state. */
  disable?(name: string): Promise<void>;
  /** Makes the account own something; answers how to ask who owns it. Absent where nothing is owned. */
  own?(name: string, secret: Secret): Promise<() => Promise<string | undefined>>;
  /** Who has it once the account has ended. */
  readonly heir?: string;
  stop(): Promise<void>;
}

/** In what this kind of target differs from others by its nature; each reason stands in the suite's output. */
export interface TargetTraits {
  readonly ownsNothing?: string;
  readonly knowsNoShutAccounts?: string;
  /** Sessions that began with a rotated secret go on: the target can end them only together with the account. */
  readonly sessionsOutliveRotation?: string;
}
