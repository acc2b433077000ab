import { roads, type Road } from '@trivium/identity';
import type { Admin, Kafka, Producer } from 'kafkajs';
import type { Bench } from '../benchmark.js';
import { figure, latencies, type Figure } from '../figures.js';
import { adminKafka, quietProducer } from '../kafka.js';
import { totals } from '../roads-quiet.js';
import { timeEndings, type Timings } from '../time-endings.js';
import { compared } from './compared.js';
import { Flood } from './flood.js';
import type { FloodScene } from './flood-work.js';
import { hangConnectors } from './hang.js';
import { drained } from './lag.js';
import { poison } from './poison.js';
import { withoutSeparation } from './without-separation.js';

type Undo = () => unknown;

/** Something bad that happens to other roads than the one that is measured. */
export interface Trouble {
  readonly name: string;
  begin(measured: Road): Promise<Undo>;
}

const others = (measured: Road) => roads.filter((road) => road !== measured);
/** Whose consumer is stopped while this road is measured. */
const victimOf: Readonly<Record<Road, Road>> = {
  workforce: 'workload',
  workload: 'workforce',
  agent: 'workforce',
};

/** 2. Each road while the others are in trouble, beside its own figure when they are not. */
export function separation(bench: Bench): Promise<readonly Figure[]> {
  return amidFloods(bench, async ({ floods, admin, producer }) => {
    const troubles = troublesOf(bench, floods, admin, producer);
    const figures = [...floods.values()].flatMap(({ road, alone, share }) => [
      figure(`${road}: capacity, alone`, 'rate', alone, '/s'),
      figure(`${road}: capacity, all roads flooded`, 'rate', share, '/s'),
    ]);
    for (const road of roads) figures.push(...(await measureRoad(bench, road, troubles)));
    return figures;
  });
}

/** 2. The same handlers and the same troubles on one shared topic. */
export function sharedTopic(bench: Bench): Promise<readonly Figure[]> {
  return amidFloods(bench, ({ floods, ...setting }) => {
    const [workforce, workload] = [floods.get('workforce')!.share, floods.get('workload')!.share];
    return withoutSeparation(bench, { ...setting, capacity: { workforce, workload } });
  });
}

interface Setting {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly producer: Producer;
  readonly scene: FloodScene;
  readonly floods: ReadonlyMap<Road, Flood>;
}

/** Opens the floods, whose capacity is measured to begin with, and closes them whatever comes of it. */
async function amidFloods<Result>(
  bench: Bench,
  work: (setting: Setting) => Promise<Result>,
): Promise<Result> {
  const kafka = adminKafka(bench.system.stack);
  const [admin, producer] = [kafka.admin(), quietProducer(kafka)];
  await Promise.all([admin.connect(), producer.connect()]);
  const scene = await setScene(bench);
  const floods = await openFloods(bench, admin, scene);
  try {
    return await work({ kafka, admin, producer, scene, floods });
  } finally {
    await Promise.all([...floods.values()].map((flood) => flood.close()));
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  }
}

async function setScene({ system, roads: all }: Bench): Promise<FloodScene> {
  const [stayer] = await all.workforce.hire(1);
  return { stayer: stayer!, repository: 'example/leak-0', apiToken: system.apiToken };
}

async function openFloods(bench: Bench, admin: Admin, scene: FloodScene): Promise<ReadonlyMap<Road, Flood>> {
  const floods = new Map<Road, Flood>();
  for (const road of roads) {
    bench.say(`${road}: measuring its capacity`);
    const flood = await Flood.open(bench, road, scene);
    floods.set(road, flood);
    await flood.measureAlone(admin, (bench.quick ? 100 : 300) * (road === 'agent' ? 0.5 : 1));
  }
  bench.say('all roads: measuring what they can do beside each other');
  await Promise.all([...floods.values()].map((flood) => flood.measureShare(admin, bench.quick ? 5 : 15)));
  return floods;
}

function troublesOf(
  bench: Bench,
  floods: ReadonlyMap<Road, Flood>,
  admin: Admin,
  producer: Parameters<typeof poison>[0],
): readonly Trouble[] {
  const flow = async (some: readonly Road[], part: number) => {
    const flowing = some.map((road) => floods.get(road)!);
    await Promise.all(flowing.map((flood) => flood.flow(flood.share * part)));
    return async () => void (await Promise.all(flowing.map((flood) => flood.stop())));
  };
  return [
    { name: 'others flooded', begin: (measured) => flow(others(measured), 0.5) },
    {
      name: 'another paused',
      begin: async (measured) => {
        const victim = victimOf[measured];
        const resume = await bench.system.suspensions.service(victim);
        const stop = await flow([victim], 0.1);
        return async () => {
          resume();
          await stop();
          await drained(admin, victim);
        };
      },
    },
    { name: 'others poisoned', begin: async (measured) => poison(producer, others(measured)) },
    { name: "another's connector hangs", begin: (measured) => hangConnectors(bench, others(measured)) },
  ];
}

async function measureRoad(
  bench: Bench,
  road: Road,
  troubles: readonly Trouble[],
): Promise<readonly Figure[]> {
  const quiet = await measure(bench, road, 'quiet', async () => () => undefined);
  const figures = latencies(`${road}: quiet`, quiet.denied, totals(quiet.floor));
  for (const { name, begin } of troubles) {
    const troubled = await measure(bench, road, name, () => begin(road));
    figures.push(...compared(`${road}: ${name}`, troubled, quiet));
  }
  return figures;
}

async function measure(
  { system, floor, roads: all, say, quick }: Bench,
  road: Road,
  name: string,
  begin: () => Promise<Undo>,
): Promise<Timings> {
  say(`${road}, ${name}: preparing`);
  const endings = await all[road].prepare(quick ? 15 : 150);
  const undo = await begin();
  try {
    say(`${road}, ${name}: measuring`);
    return await timeEndings(system, floor, road, endings);
  } finally {
    await undo();
  }
}
