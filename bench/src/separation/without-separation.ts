import type { Kafka, Producer } from 'kafkajs';
import type { Bench } from '../benchmark.js';
import { latencies, type Figure } from '../figures.js';
import { totals } from '../roads-quiet.js';
import { timeEndings, type Timings } from '../time-endings.js';
import { compared } from './compared.js';
import type { FloodScene } from './flood-work.js';
import { floodEvents, SharedLane } from './shared-lane.js';

type SharedRoad = 'workforce' | 'workload';
const otherOf = { workforce: 'workload', workload: 'workforce' } as const;
const patienceMs = 3_000;
/** Of different keys, so that no partition is without one. */
const onEveryPartition = 60;

export interface WithoutSeparation {
  readonly kafka: Kafka;
  readonly producer: Producer;
  readonly scene: FloodScene;
  readonly capacity: Readonly<Record<SharedRoad, number>>;
}

/** The same handlers and the same troubles on one shared topic and consumer, so that anyone can see what separation buys. */
export async function withoutSeparation(
  bench: Bench,
  setting: WithoutSeparation,
): Promise<readonly Figure[]> {
  const lane = await SharedLane.open(bench.system, setting.kafka, setting.producer);
  try {
    return [
      ...(await measureShared(bench, lane, setting, 'workforce')),
      ...(await measureShared(bench, lane, setting, 'workload')),
    ];
  } finally {
    await lane.close();
  }
}

async function measureShared(
  bench: Bench,
  lane: SharedLane,
  { scene, capacity }: WithoutSeparation,
  road: SharedRoad,
): Promise<readonly Figure[]> {
  const other = otherOf[road];
  const make = floodEvents[other](scene, bench.system.example.address.hris.source);
  const count = bench.quick ? 15 : 150;
  const flow = (share: number) => lane.flow(capacity[other] * share, make);
  const quiet = await measure(bench, lane, road, 'quiet', count, async () => () => undefined);
  const flooded = await measure(bench, lane, road, 'others flooded', count, async () => flow(0.5));
  const paused = await measure(bench, lane, road, 'another paused', 5, async () => {
    const resume = await bench.system.suspensions.service(other);
    await lane.send(Array.from({ length: onEveryPartition }, (_, turn) => make(turn)));
    const stop = flow(0.1);
    return () => (resume(), stop());
  });
  const name = `one shared topic, ${road}`;
  return [
    ...latencies(`${name}: quiet`, quiet.denied, totals(quiet.floor)),
    ...compared(`${name}: others flooded`, flooded, quiet),
    ...compared(`${name}: another paused (given up after ${patienceMs} ms)`, paused, quiet),
  ];
}

async function measure(
  { system, floor, roads, say }: Bench,
  lane: SharedLane,
  road: SharedRoad,
  name: string,
  count: number,
  begin: () => Promise<() => unknown>,
): Promise<Timings> {
  say(`one shared topic, ${road}, ${name}: preparing`);
  const endings = await roads[road].prepare(count);
  const undo = await begin();
  try {
    say(`one shared topic, ${road}, ${name}: measuring`);
    const through = endings.map((ending) => lane.through(ending));
    return await timeEndings(system, floor, road, through, patienceMs);
  } finally {
    await undo();
  }
}
