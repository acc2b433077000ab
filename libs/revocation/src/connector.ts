import type { Secret } from '@trivium/credentials';

/** An account at a target system, as a road asks for it. `name` is the login or user name at the target. */
export interface AccountSpec {
  readonly name: string;
  /** What the account may do, in the target's own words (`role:reporting`, `topic:read:orders`, `+@read ~cache:*`). */
  readonly entitlements: readonly string[];
}

export interface DiscoveredAccount extends AccountSpec {
  readonly enabled: boolean;
  /** Sessions open at the target right now; undefined where the target cannot tell. */
  readonly sessions?: number;
}

/** `previous: 'keep'` lets the former secret work on (where the target can hold two); `'revoke'` ends it at once. */
export type PreviousSecret = 'keep' | 'revoke';

export interface Revoked {
  /** `already` when the target had no such access any more: the second of two calls changes nothing there. */
  readonly outcome: 'revoked' | 'already';
  /** What was done or found, for the receipt: names and counts, never secrets. */
  readonly evidence: Readonly<Record<string, string | number | boolean>>;
}

export interface Verified {
  /** `refused`: the old access was tried, or its absence inspected, and it is gone. `accepted`: it still works. */
  readonly access: 'refused' | 'accepted';
  readonly method: 'login-attempt' | 'inspection' | 'acknowledgement' | 'token-exchange';
  /** The target's own answer (an error code, a status), never a secret. */
  readonly evidence: Readonly<Record<string, string | number | boolean>>;
}

export type ConnectorAct = 'discover' | 'provision' | 'issue' | 'rotate' | 'revoke' | 'verify';

/** What an act is called with besides its account. */
export interface ActContext {
  /** Ends the act early: a caller's time limit or its shutdown. */
  readonly signal: AbortSignal;
  /**
   * Names this act on this account for this cause (`rev_…/orders-db/revoke`), the same on every repetition of it and
   * different for every other: a target that keeps idempotency keys is given it. What a trial disproved is ordered under another.
   */
  readonly operationId: string;
}

/**
 * The port to one target system. Every act
 * - MUST be idempotent: repeating it after a crash leaves the target as one call would;
 * - MUST end when `signal` aborts, then throws `TargetUnavailable` with the signal's reason as its cause, and MUST NOT
 *   leave a connection behind; what it keeps between acts, `close` ends;
 * - throws `TargetUnavailable` when the target cannot be reached or does not answer, `TargetRefused` when it answers but
 *   refuses Trivium's own administrator, `EffectNotProven` when it claims an effect that a trial does not show (the
 *   caller tries all three again, for ever), `UnsupportedByTarget` when the target can never do it and
 *   `InvalidAccount` when no target of this kind could hold such an account (the caller opens a case);
 * - MUST NOT put a secret into an error, a log line or evidence.
 */
export interface Connector {
  /** The configured name of the target (`orders-db`); unique in an installation. */
  readonly target: string;
  /** The kind of system (`postgres`, `valkey`, `kafka`, `webhook`, `trivium`). */
  readonly kind: string;
  readonly unsupported: readonly ConnectorAct[];
  discover(act: ActContext): AsyncIterable<DiscoveredAccount>;
  /**
   * Creates or re-enables the account with exactly these entitlements, without a usable secret; one that is enabled keeps its
   * secret and its sessions.
   */
  provision(account: AccountSpec, act: ActContext): Promise<void>;
  /**
   * Gives the account a new secret and proves by using it that it works. The secret exists nowhere else afterwards. Like `rotate`,
   * MUST throw `TargetRefused` for an account that is absent or shut: only `provision` opens one.
   */
  issue(account: AccountSpec, act: ActContext): Promise<Secret>;
  /** Replaces the secret, proves that the new one works and, for `'revoke'`, that the old one is refused and its sessions are gone. */
  rotate(
    account: AccountSpec,
    previous: { readonly secret: Secret | undefined; readonly mode: PreviousSecret },
    act: ActContext,
  ): Promise<Secret>;
  /** Ends the access: no login, open sessions terminated, grants removed, owned objects kept under another owner. */
  revoke(account: AccountSpec, act: ActContext): Promise<Revoked>;
  /** Tries the old access with the old secret, afresh each time; without one, inspects the target. MUST fail with `TargetUnavailable`, not `refused`, when it got no answer. */
  verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified>;
  close(): Promise<void>;
}

/** The target cannot be reached or does not answer in time. Nothing is known about the access. */
export class TargetUnavailable extends Error {
  readonly code = 'ERR_TARGET_UNAVAILABLE';
  constructor(
    readonly target: string,
    readonly act: ConnectorAct,
    options?: ErrorOptions,
  ) {
    super(`target "${target}" did not answer to ${act}`, options);
  }
}

/** The target has no way to do this; trying again cannot help. */
export class UnsupportedByTarget extends Error {
  readonly code = 'ERR_UNSUPPORTED_BY_TARGET';
  constructor(
    readonly target: string,
    readonly act: ConnectorAct,
    readonly reason: string,
  ) {
    super(`target "${target}" cannot ${act}: ${reason}`);
  }
}

/** The target answered and refused what Trivium's own administrator asked: its rights there have to be repaired. */
export class TargetRefused extends Error {
  readonly code = 'ERR_TARGET_REFUSED';
  constructor(
    readonly target: string,
    readonly act: ConnectorAct,
    /** The target's own error code or status. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`target "${target}" refused to ${act}: ${reason}`, options);
  }
}

/** The target took the order, and a trial shows that it had no effect: a new secret is refused or an old one accepted. */
export class EffectNotProven extends Error {
  readonly code = 'ERR_EFFECT_NOT_PROVEN';
  constructor(
    readonly target: string,
    readonly act: ConnectorAct,
    readonly found: string,
  ) {
    super(`target "${target}" took the order to ${act}, but ${found}`);
  }
}

/** The account cannot exist at a target of this kind: its name or an entitlement is malformed there. */
export class InvalidAccount extends Error {
  readonly code = 'ERR_INVALID_ACCOUNT';
  constructor(
    readonly target: string,
    readonly field: 'name' | 'entitlements',
    readonly reason: string,
  ) {
    super(`target "${target}" cannot hold this account: ${field} ${reason}`);
  }
}
