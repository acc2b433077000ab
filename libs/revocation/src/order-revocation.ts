import { formatLink, newRevocationId, type Chain, type Link, type RevocationId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { Account } from './accounts/account.js';
import type { Announce } from './announce.js';
import type { Contain } from './markers/contain.js';
import type { NewTarget, RevocationStore } from './revocation.store.js';

export interface EndingAccount {
  readonly account: Account;
  readonly act: NewTarget['act'];
}

export interface RevocationOrder {
  readonly subject: { readonly id: string; readonly kind: string; readonly label: string };
  /** A closed word of the road: why the access ends. */
  readonly reason: string;
  /** The links to deny; everything that names one of them in its chain is denied with it. */
  readonly links: readonly Link[];
  /** The whole chain of the access that ends; trying it at the token endpoint is part of the proof. */
  readonly chain: Chain;
  /** What ends at targets; a function is asked after the containment, so that finding the accounts does not delay it. */
  readonly accounts: readonly EndingAccount[] | (() => Promise<readonly EndingAccount[]>);
  /** When Trivium received the fact that caused it. */
  readonly eventAt: Date;
  readonly causeId?: string;
  readonly owner?: string;
  readonly deadline?: Date;
  readonly policyVersion: string;
  readonly actor: {
    readonly id: string;
    readonly kind: 'person' | 'nhi' | 'agent' | 'feed' | 'system' | 'caller';
  };
}

/** The kinds of the configured targets by name, and the wake-up of those who end access there. */
export interface TargetDirectory {
  kindOf(target: string): string;
  nudge(targets: readonly string[]): void;
}

/** The name under which every revocation proves that Trivium itself refuses the old chain. */
export const triviumTarget = 'trivium';

/** Contains at once, and leaves the rest as durable work in the caller's transaction. */
export class OrderRevocation {
  constructor(
    private readonly contain: Contain,
    private readonly store: RevocationStore,
    private readonly announce: Announce,
    private readonly targets: TargetDirectory,
  ) {}

  /** The caller decides in `tx` that the order is new (a leaver is not ordered out twice); a repetition would be a second revocation. */
  async execute(tx: Transaction, order: RevocationOrder): Promise<RevocationId> {
    const containedAt = await this.contain.execute(tx, order.links);
    const accounts = typeof order.accounts === 'function' ? await order.accounts() : order.accounts;
    const revocationId = newRevocationId();
    const targets = this.#targetsOf(order.chain, accounts);
    const view = await this.store.insert(
      tx,
      { ...order, revocationId, containedAt, chain: order.chain.map(formatLink) },
      targets,
    );
    const entry = {
      action: 'access.contained',
      outcome: 'success' as const,
      actor: order.actor,
      subject: order.subject,
      revocationId,
      reason: order.reason,
    };
    await this.announce.advanced(tx, view, [{ ...entry, chain: order.chain.map(formatLink) }], {
      at: containedAt,
      policyVersion: order.policyVersion,
      ...(order.causeId && { causeId: order.causeId }),
    });
    tx.afterCommit(() => this.targets.nudge(targets.map(({ target }) => target)));
    return revocationId;
  }

  #targetsOf(chain: Chain, accounts: readonly EndingAccount[]): NewTarget[] {
    const own = {
      target: triviumTarget,
      kind: triviumTarget,
      account: chain.map(formatLink).join(','),
      act: 'revoke' as const,
      entitlements: [],
    };
    return [
      own,
      ...accounts.map(({ account, act }) => ({
        ...account,
        kind: this.targets.kindOf(account.target),
        account: account.name,
        act,
      })),
    ];
  }
}
