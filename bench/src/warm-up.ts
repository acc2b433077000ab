import type { Bench } from './benchmark.js';
import { timeEndings } from './time-endings.js';

/** Every road and the floor have done what is measured before it is: code is compiled, connections are open. */
export async function warmUp({ system, floor, roads, say, quick }: Bench): Promise<void> {
  say('warming up: the floor');
  for (let round = 0; round < (quick ? 100 : 400); round += 1) await floor.sample();
  for (const road of Object.values(roads)) {
    say(`warming up: ${road.road}`);
    await timeEndings(system, floor, road.road, await road.prepare(quick ? 15 : 40));
  }
}
