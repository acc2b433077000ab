import type { DecisionRecord } from '@trivium/contracts';
import type { Transaction } from '@trivium/persistence';

export const DECISIONS = Symbol('Decisions');

export interface DecisionFilter {
  readonly subject?: string | undefined;
  readonly decision?: DecisionRecord['decision'] | undefined;
  /** Only those that the policies were asked about, which can be made again. */
  readonly replayable?: boolean | undefined;
  readonly limit: number;
  /** Sequence number below which to continue. */
  readonly before?: number | undefined;
}

export interface KeptDecision extends DecisionRecord {
  readonly seq: number;
  readonly recordedAt: string;
}

/** Decisions as they were answered; they are kept for a time, and nothing in them changes. */
export interface DecisionStore {
  /** Those that were not there already, in the order in which they are given. */
  append(
    tx: Transaction,
    records: readonly DecisionRecord[],
    recordedAt: Date,
  ): Promise<readonly DecisionRecord[]>;
  /** Youngest first. */
  list(filter: DecisionFilter): Promise<readonly KeptDecision[]>;
  /** Forgets some of those that were recorded before; the number of them, and 0 when none is left. */
  forgetSome(recordedBefore: Date): Promise<number>;
}
