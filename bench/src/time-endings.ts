import type { RevocationView } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchSystem } from './bench-system.js';
import type { Floor, FloorSample } from './floor.js';
import type { Ending } from './roads/benched-road.js';

export interface Timings {
  /** Milliseconds from sending to the first answer that the token is not active. */
  readonly denied: number[];
  readonly floor: FloorSample[];
}

/** What one sample leaves to be done at the targets is done before the next begins, unless it takes longer than this. */
const settleMs = 500;
const lookEveryMs = 30;

/** Ends access one by one, each beside a sample of the floor, so that what else the machine does hits both. */
export async function timeEndings(
  system: BenchSystem,
  floor: Floor,
  road: Road,
  endings: readonly Ending[],
  patienceMs = 30_000,
): Promise<Timings> {
  const timings: Timings = { denied: [], floor: [] };
  for (const ending of endings) {
    timings.floor.push(await floor.sample());
    timings.denied.push(await timeEnding(system, ending, patienceMs));
    await settled(system, road);
  }
  return timings;
}

/** Asks as a resource server does, one question after the other from the moment of sending; at most `patienceMs`. */
export async function timeEnding(
  system: BenchSystem,
  { token, send }: Ending,
  patienceMs: number,
): Promise<number> {
  const question = system.introspection(token);
  if (!(await system.isActive(question))) throw new Error('the token was not active to begin with');
  const from = performance.now();
  const sent = send();
  while ((await system.isActive(question)) && performance.now() - from < patienceMs);
  const denied = performance.now() - from;
  await sent;
  return denied;
}

/** Eradication takes a multiple of the machine's work that containment does, and would be measured with the next one. */
async function settled({ example }: BenchSystem, road: Road): Promise<void> {
  const until = performance.now() + settleMs;
  while (performance.now() < until) {
    await pause(lookEveryMs);
    const [newest] = await example.operator.list<RevocationView>(`/v1/${road}/revocations?limit=1`);
    if (newest?.stage === 'verified') return;
  }
}

export function joined(rounds: readonly Timings[]): Timings {
  return {
    denied: rounds.flatMap(({ denied }) => denied),
    floor: rounds.flatMap(({ floor }) => floor),
  };
}
