import type { Bench } from './benchmark.js';
import { figure, type Figure } from './figures.js';
import { ratePerSecond } from './timed.js';

/** 5. What is taken in and what is ended per second, each only counted when it is durable. */
export async function intake(bench: Bench): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const inFlight of [1, 16, 64]) figures.push(await webhooks(bench, inFlight));
  for (const inFlight of [1, 16]) figures.push(await revocations(bench, inFlight));
  return figures;
}

const countFor = ({ quick }: Bench, inFlight: number) => (inFlight === 1 ? 100 : 300) * (quick ? 1 : 4);

/** A webhook is answered when Kafka has acknowledged its event and its delivery is remembered. */
async function webhooks(bench: Bench, inFlight: number): Promise<Figure> {
  const { http, example } = bench.system;
  const turns = Array.from({ length: countFor(bench, inFlight) }, (_, turn) => turn);
  const acts = turns.map((turn) => {
    const data = { externalId: `unknown-${inFlight}-${turn}` };
    const delivery = example.hris.delivery({
      type: 'person.left',
      occurredAt: new Date().toISOString(),
      data,
    });
    return () => http.post(delivery);
  });
  bench.say(`intake: ${acts.length} webhooks, ${inFlight} in flight`);
  return figure(`intake: webhooks, ${inFlight} in flight`, 'rate', await ratePerSecond(inFlight, acts), '/s');
}

/** A completion is answered when the task is contained and its durable work committed; the floor is a round trip, a commit and a marker. */
async function revocations(bench: Bench, inFlight: number): Promise<Figure> {
  const { roads, floor, say } = bench;
  const count = countFor(bench, inFlight) / 2;
  say(`intake: preparing ${count} tasks`);
  const endings = await roads.agent.prepare(count);
  say(`intake: ${count} revocations, ${inFlight} in flight`);
  const base = await ratePerSecond(
    inFlight,
    endings.map(() => () => floor.order()),
  );
  const rate = await ratePerSecond(
    inFlight,
    endings.map(({ send }) => send),
  );
  return figure(`intake: revocations, ${inFlight} in flight`, 'rate', rate, '/s', base);
}
