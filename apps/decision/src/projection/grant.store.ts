import type { Transaction } from '@trivium/persistence';
import type { AccessGrant } from './access-grant.js';
import type { GrantChange } from './resident-grants.js';

/** Changes since a horizon, and the horizon from which to ask next. Opaque; only ever given back. */
export interface GrantChanges {
  readonly horizon: string;
  readonly changes: readonly GrantChange[];
}

export interface GrantStore {
  /** Once ended, a grant stays ended, also when its beginning is told afterwards or again. */
  granted(tx: Transaction, grant: AccessGrant): Promise<void>;
  ended(
    tx: Transaction,
    end: { readonly grantId: string; readonly subjectId: string; readonly endedAt: Date },
  ): Promise<void>;
  /** The horizon before everything that is not committed yet. */
  horizon(): Promise<string>;
  /** All grants that are held, in pages. */
  held(): AsyncIterable<readonly GrantChange[]>;
  /** MUST include every change that was committed and not seen under an earlier horizon; MAY repeat some that were. */
  changesSince(horizon: string): Promise<GrantChanges>;
  /** Forgets grants that expired or ended before this moment. */
  forget(before: Date): Promise<void>;
}
