import type { Link } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { Marker } from './marker-cache.js';

/** The truth about what is contained, in the road's own schema. */
export interface MarkerStore {
  /**
   * Denies the links up to their generations and returns the markers as they now stand (a marker never goes down).
   * MUST hold, until the transaction ends, what `barrier` waits for.
   */
  deny(tx: Transaction, links: readonly Link[], at: Date, expiresAt: Date): Promise<readonly Marker[]>;
  /** Resolves when every transaction that had called `deny` before has ended. */
  barrier(): Promise<void>;
  /** All markers that have not expired, in pages. */
  live(now: Date): AsyncIterable<readonly Marker[]>;
  forgetExpired(now: Date): Promise<void>;
}
