import type { Road } from '@trivium/identity';
import type { Bench } from '../benchmark.js';
import { each } from '../timed.js';

const count = 20;

/** A target that has stopped answering while identities of these roads lose their access there. */
export async function hangConnectors(bench: Bench, roads: readonly Road[]): Promise<() => void> {
  const sends = [
    ...(roads.includes('workforce') ? await leavers(bench) : []),
    ...(roads.includes('workload') ? await bench.roads.workload.prepareAtCache(count) : []),
  ];
  const resume = await bench.system.suspensions.cacheTarget();
  await each(sends, 8, (send) => send());
  return resume;
}

async function leavers({ roads: { workforce } }: Bench) {
  const people = await workforce.hire(count, ({ department }) => department === 'Engineering');
  return people.map((person) => () => workforce.ending(person, '').send());
}
