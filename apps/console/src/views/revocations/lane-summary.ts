import type { RevocationView } from '@trivium/contracts';
import { percentile } from './percentile.js';
import { stageTimes } from './stage-times.js';

/** What the head of a lane says of the revocations shown below it. Times in milliseconds since the event. */
export interface LaneSummary {
  readonly shown: number;
  readonly inProgress: number;
  readonly verified: number;
  readonly attention: number;
  readonly containedP50: number | undefined;
  readonly containedP99: number | undefined;
}

export function summarise(items: readonly RevocationView[]): LaneSummary {
  const contained = items.map((item) => stageTimes(item).contained).filter((ms) => ms !== undefined);
  const verified = items.filter((item) => item.stage === 'verified').length;
  return {
    shown: items.length,
    inProgress: items.length - verified,
    verified,
    attention: items.filter((item) => item.targets.attention > 0).length,
    containedP50: percentile(contained, 50),
    containedP99: percentile(contained, 99),
  };
}
