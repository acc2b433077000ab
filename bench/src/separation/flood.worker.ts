import { ExampleSystem, type SystemAddress } from '@trivium/example';
import type { Road } from '@trivium/identity';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Http } from '../http.js';
import { each } from '../timed.js';
import { floodWork, type FloodScene, type FloodWork } from './flood-work.js';

export interface FloodOrder {
  readonly road: Road;
  readonly address: SystemAddress;
  readonly scene: FloodScene;
}

export type FloodRequest =
  | { readonly do: 'burst'; readonly count: number }
  | { readonly do: 'press'; readonly seconds: number }
  | { readonly do: 'flow'; readonly perSecond: number }
  | { readonly do: 'stop' };

const inFlight = 16;
const tickMs = 20;

/** Makes the load of one road on a thread of its own, so that making it does not hold up who measures. */
const port = parentPort;
const { road, address, scene } = workerData as FloodOrder;
const http = new Http(inFlight);
const work = await floodWork[road](await ExampleSystem.open(address), scene, (delivery) =>
  http.post(delivery),
);
const flow = { perSecond: 0, running: Promise.resolve(0) };
let turns = 0;

async function burst(count: number): Promise<number> {
  await each(
    Array.from({ length: count }, () => (turns += 1)),
    inFlight,
    work,
  );
  return count;
}

/** As much as it can for so long; answers how much that was. */
async function press(seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const keepOn = async () => {
    for (; performance.now() < until; done += 1) await work((turns += 1));
  };
  await Promise.all(Array.from({ length: inFlight }, keepOn));
  return done;
}

/** So many per second as long as it is asked for; what the system cannot take in time is not sent. */
async function steady(perSecond: number, act: FloodWork): Promise<number> {
  const from = performance.now();
  const pending = new Set<Promise<unknown>>();
  let begun = 0;
  while (flow.perSecond > 0) {
    const due = Math.floor(((performance.now() - from) / 1000) * perSecond);
    for (; begun < due; begun += 1) {
      if (pending.size >= inFlight) continue;
      const one: Promise<unknown> = act((turns += 1)).finally(() => pending.delete(one));
      pending.add(one);
    }
    await pause(tickMs);
  }
  await Promise.all(pending);
  return begun;
}

async function obey(request: FloodRequest): Promise<number> {
  if (request.do === 'burst') return burst(request.count);
  if (request.do === 'press') return press(request.seconds);
  if (request.do === 'flow') {
    flow.perSecond = request.perSecond;
    flow.running = steady(request.perSecond, work);
    return 0;
  }
  flow.perSecond = 0;
  return flow.running;
}

port?.on('message', (request: FloodRequest) => void obey(request).then((done) => port.postMessage(done)));
port?.postMessage(0);
