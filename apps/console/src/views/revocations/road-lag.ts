import type { Road } from '@trivium/identity';
import type { LagEntry } from '../../api/lag.js';

/** How far a road's consumers are behind, over all of its topics. */
export interface RoadLag {
  readonly messages: number;
  readonly oldestMs: number | undefined;
  /** Each consumer group and topic, furthest behind first. */
  readonly entries: readonly LagEntry[];
}

/** `undefined` while nothing has been reported of the road, which is not the same as no lag. */
export function roadLag(all: readonly LagEntry[], road: Road): RoadLag | undefined {
  const entries = all
    .filter((entry) => entry.road === road)
    .sort((a, b) => b.lag - a.lag || a.topic.localeCompare(b.topic));
  if (entries.length === 0) return undefined;
  const ages = entries.map((entry) => entry.oldestMs).filter((ms) => ms !== undefined);
  return {
    messages: entries.reduce((sum, entry) => sum + entry.lag, 0),
    oldestMs: ages.length > 0 ? Math.max(...ages) : undefined,
    entries,
  };
}
