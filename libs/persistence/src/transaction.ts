import type { DataSource, EntityManager } from 'typeorm';
import { translatePgError } from './pg-errors.js';

/** What a store needs of a transaction or a pool: SQL in, rows out. TypeORM's EntityManager and DataSource both are one. */
export interface Sql {
  query<Row = unknown>(sql: string, params?: unknown[]): Promise<Row>;
}

/** A transaction with the acts that wait for its commit: relays and workers are nudged only when there is something to see. */
export interface Transaction extends Sql {
  /** Runs after the commit, in order of registration; never when it rolls back. MUST NOT throw. */
  afterCommit(act: () => void): void;
}

export const UNIT_OF_WORK = Symbol('UnitOfWork');

/** Runs work in one transaction: all of it becomes true, or none. */
export interface UnitOfWork {
  run<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

export class PgUnitOfWork implements UnitOfWork {
  constructor(private readonly source: DataSource) {}

  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const committed: (() => void)[] = [];
    const result = await this.source
      .transaction((manager) => work(transactionOn(manager, committed)))
      .catch((error: unknown) => {
        throw translatePgError(error);
      });
    for (const act of committed) act();
    return result;
  }
}

function transactionOn(manager: EntityManager, committed: (() => void)[]): Transaction {
  return {
    query: <Row>(sql: string, params?: unknown[]) => manager.query<Row>(sql, params),
    afterCommit: (act) => void committed.push(act),
  };
}
