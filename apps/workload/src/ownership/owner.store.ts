import type { PersonId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';

export const OWNERS = Symbol('Owners');

export interface Owner {
  readonly personId: PersonId;
  readonly generation: number;
  readonly gone: boolean;
}

/** What this road knows of the people who may own something. */
export interface OwnerStore {
  /** Keeps the newest generation; a generation that has left stays so. Serialises with `isGone` of the same person. */
  saw(tx: Transaction, owner: Owner): Promise<void>;
  /** True of somebody who is known to have left; holds the person until the transaction ends, so that who leaves meanwhile is seen after it. */
  isGone(tx: Transaction, personId: PersonId): Promise<boolean>;
}
