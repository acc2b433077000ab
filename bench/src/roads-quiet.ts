import type { Bench } from './benchmark.js';
import { latencies, type Figure } from './figures.js';
import type { FloorSample } from './floor.js';
import type { BenchedRoad } from './roads/benched-road.js';
import { joined, timeEndings, type Timings } from './time-endings.js';

const parts = ['http', 'kafka', 'postgres', 'valkey'] as const;
const atOnce = 100;

/** 1. From the webhook (for agents: the completion) to the first denying answer, each road by itself. */
export async function roadsQuiet(bench: Bench): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const floors: FloorSample[] = [];
  for (const road of Object.values(bench.roads)) {
    const timings = await timeQuiet(bench, road, sampleCount(bench, road));
    floors.push(...timings.floor);
    figures.push(...latencies(`${road.road}: ${road.event} → denied`, timings.denied, totals(timings.floor)));
  }
  const floorOf = (part: (typeof parts)[number]) =>
    latencies(
      `floor: ${part} round trip`,
      floors.map((sample) => sample[part]),
    );
  return [...figures, ...parts.flatMap(floorOf)];
}

function sampleCount({ quick }: Bench, { road }: BenchedRoad): number {
  if (quick) return 50;
  return road === 'workforce' ? 500 : 150;
}

async function timeQuiet({ system, floor, say }: Bench, road: BenchedRoad, count: number): Promise<Timings> {
  const rounds: Timings[] = [];
  for (let done = 0; done < count; done += atOnce) {
    say(`${road.road}: preparing ${Math.min(atOnce, count - done)} (${done} of ${count} measured)`);
    const endings = await road.prepare(Math.min(atOnce, count - done));
    say(`${road.road}: measuring ${endings.length}`);
    rounds.push(await timeEndings(system, floor, road.road, endings));
  }
  return joined(rounds);
}

export function totals(samples: readonly FloorSample[]): number[] {
  return samples.map(({ total }) => total);
}
