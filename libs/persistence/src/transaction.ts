import type { DataSource, EntityManager } from 'typeorm';
import { translatePgError } from './pg-errors.js';

/** What a store needs of a transaction or a pool: SQL in, rows out. TypeORM's EntityManager and DataSource both are one. */
export interface Sql {
  query<Row = unknown>(sql: string, params?: unknown[]): Promise<Row>;
}

/** A transaction with the acts that wait for its commit: relays and workers are nudged only when there is something to see. */
export interface Transaction extends Sql {
  /** Runs when the work is done and before the commit, in order of registration. All of it is rolled back when the act rejects. */
  beforeCommit(act: () => Promise<void>): void;
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
    const waiting: Waiting = { before: [], after: [] };
    const result = await this.source
      .transaction((manager) => complete(work, transactionOn(manager, waiting), waiting.before))
      .catch((error: unknown) => {
        throw translatePgError(error);
      });
    for (const act of waiting.after) act();
    return result;
  }
}

/** What waits for the commit of one transaction. */
interface Waiting {
  readonly before: (() => Promise<void>)[];
  readonly after: (() => void)[];
}

/** An act before the commit may register another one. */
async function complete<T>(
  work: (tx: Transaction) => Promise<T>,
  tx: Transaction,
  before: Waiting['before'],
): Promise<T> {
  const result = await work(tx);
  for (const act of before) await act();
  return result;
}

function transactionOn(manager: EntityManager, { before, after }: Waiting): Transaction {
  return {
    query: <Row>(sql: string, params?: unknown[]) => manager.query<Row>(sql, params),
    beforeCommit: (act) => void before.push(act),
    afterCommit: (act) => void after.push(act),
  };
}
