import type { Bench } from '../benchmark.js';
import { each } from '../timed.js';

const count = 20;

/** A target that has stopped answering while people and service accounts lose their access there. */
export async function hangConnectors({ system, roads }: Bench): Promise<() => void> {
  const people = await roads.workforce.hire(count, ({ department }) => department === 'Engineering');
  const leaks = await roads.workload.prepareAtCache(count);
  const resume = await system.suspensions.cacheTarget();
  const leave = people.map((person) => () => roads.workforce.ending(person, '').send());
  await each([...leave, ...leaks], 8, (send) => send());
  return resume;
}
