import { linkOwner, parseChain, type Road } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { AccessGrant } from './access-grant.js';
import type { GrantStore } from './grant.store.js';

/** A road told of access to what it does not own; delivering it again cannot help. */
export class ForeignGrant extends Error {
  readonly code = 'ERR_FOREIGN_GRANT';
}

export interface GrantedFact {
  readonly grantId: string;
  readonly subjectId: string;
  readonly chain: readonly string[];
  readonly permission: {
    readonly action: string;
    readonly resource: { readonly type: string; readonly id: string };
  };
  readonly grantedAt: string;
  readonly expiresAt?: string | undefined;
}

export interface EndedFact {
  readonly grantId: string;
  readonly subjectId: string;
  readonly endedAt: string;
}

/** Keeps the table of grants as the roads tell it. */
export class FollowGrants {
  constructor(
    private readonly store: GrantStore,
    private readonly resident: { nudge(): void },
  ) {}

  async granted(road: Road, fact: GrantedFact, tx: Transaction): Promise<void> {
    const grant = grantOf(fact);
    if (linkOwner(grant.chain.at(-1)?.id ?? '') !== road)
      throw new ForeignGrant(`${road} does not own the end of this chain`);
    await this.store.granted(tx, grant);
    tx.afterCommit(() => this.resident.nudge());
  }

  async ended(road: Road, { grantId, subjectId, endedAt }: EndedFact, tx: Transaction): Promise<void> {
    if (linkOwner(subjectId) !== road) throw new ForeignGrant(`${road} does not own ${subjectId}`);
    await this.store.ended(tx, { grantId, subjectId, endedAt: new Date(endedAt) });
    tx.afterCommit(() => this.resident.nudge());
  }
}

function grantOf({ grantId, subjectId, chain, permission, grantedAt, expiresAt }: GrantedFact): AccessGrant {
  return {
    grantId,
    subjectId,
    chain: parseChain(chain),
    action: permission.action,
    resource: permission.resource,
    grantedAt: new Date(grantedAt),
    ...(expiresAt && { expiresAt: new Date(expiresAt) }),
  };
}
