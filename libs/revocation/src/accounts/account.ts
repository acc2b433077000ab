import type { AccountId } from '@trivium/identity';
import type { Secret } from '@trivium/credentials';
import type { AccountSpec } from '../connector.js';

/** What a road has given, or is about to give, at a target. */
export interface Account extends AccountSpec {
  readonly accountId: AccountId;
  /** The identity or task that it was given to, in the generation in which it was. */
  readonly ownerId: string;
  readonly generation: number;
  readonly target: string;
  readonly state: 'wanted' | 'active' | 'ending' | 'ended';
}

export interface WantedAccount extends AccountSpec {
  readonly ownerId: string;
  readonly generation: number;
  readonly target: string;
}

/** The secret at rest is bound to its row. */
export const sealContext = (accountId: string) => `account:${accountId}`;

export interface IssuedAccount {
  readonly account: Account;
  readonly secret: Secret;
}
