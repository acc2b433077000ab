import { figure, latencies, percentile, type Figure } from '../figures.js';
import { totals } from '../roads-quiet.js';
import type { Timings } from '../time-endings.js';

/** The last row takes out what the machine itself became slower by: the p99 as a multiple of the floor, then and when quiet. */
export function compared(name: string, troubled: Timings, quiet: Timings): Figure[] {
  const p99 = ({ denied }: Timings) => percentile(denied, 0.99);
  const toFloor = (timings: Timings) => p99(timings) / percentile(totals(timings.floor), 0.99);
  return [
    ...latencies(name, troubled.denied, totals(troubled.floor)),
    figure(name, 'p99 to quiet', p99(troubled) / p99(quiet), '×'),
    figure(name, 'p99 to quiet, floor taken out', toFloor(troubled) / toFloor(quiet), '×'),
  ];
}
