import type { Link } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { Clock } from '@trivium/runtime';
import type { MarkerCache } from './marker-cache.js';
import type { MarkerStore } from './marker.store.js';

/** Longer than any credential lives that could carry a link; after it the credentials themselves have expired. */
export const markerLifeMs = 400 * 24 * 3_600_000;

/** Ends access at the check: one write whatever hangs below the links. */
export class Contain {
  constructor(
    private readonly store: MarkerStore,
    private readonly cache: Pick<MarkerCache, 'write'>,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns when every decision point denies the links, which is before the transaction commits: denying too early is safe,
   * and a rebuild waits for this transaction. Throws `MarkersUnavailable` while the cache cannot be written.
   */
  async execute(tx: Transaction, links: readonly Link[]): Promise<Date> {
    const now = this.clock.now();
    const markers = await this.store.deny(tx, links, now, new Date(now.getTime() + markerLifeMs));
    await this.cache.write(markers);
    return this.clock.now();
  }
}
