import type { Transaction } from '@trivium/persistence';

/** A transaction that commits at once: what waits for the commit runs immediately. */
export function someTransaction(): Transaction {
  return {
    query: () => Promise.reject(new Error('a fake store asks no database')),
    beforeCommit: (act) => void act(),
    afterCommit: (act) => act(),
  };
}
