import type { DecisionRecord, TemplatedDecisions } from '@trivium/contracts';
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

/** What one event reported. */
export interface DecisionBatch {
  readonly eventId: string;
  /** At most 1,000, in the order in which they were answered. */
  readonly answered: TemplatedDecisions;
  readonly recordedAt: Date;
}

export interface DecisionPage {
  readonly items: readonly KeptDecision[];
  /** Sequence number before which to go on; absent when nothing older is left. A page may be short, or empty, and have one. */
  readonly next?: number;
}

/** Decisions as they were answered; they are kept for a time, and nothing in them changes. */
export interface DecisionStore {
  /** False, and nothing is kept, when that event's are there already. */
  append(tx: Transaction, batch: DecisionBatch): Promise<boolean>;
  /** Youngest first. */
  list(filter: DecisionFilter): Promise<DecisionPage>;
  /** Forgets some of those that were recorded before; false when none is left. */
  forgetSome(recordedBefore: Date): Promise<boolean>;
}
