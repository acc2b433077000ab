import { deriveToken } from '@trivium/example';
import type { Bench } from './benchmark.js';
import { figure, percentile, type Figure } from './figures.js';
import type { Ending } from './roads/benched-road.js';
import { each } from './timed.js';
import { timeEndings } from './time-endings.js';

const many = 10_000;

/** 3. Containing somebody with one derived token and somebody with ten thousand: one write for either. */
export async function manyTokens(bench: Bench): Promise<readonly Figure[]> {
  const people = bench.quick ? 1 : 3;
  const light = await Promise.all(Array.from({ length: people * 5 }, () => personWith(bench, 1)));
  const heavy: Ending[] = [];
  for (let at = 0; at < people; at += 1) heavy.push(await personWith(bench, many));
  bench.say('tokens: measuring');
  const endings = heavy.flatMap((one, at) => [...light.slice(at * 5, at * 5 + 5), one]);
  const { denied } = await timeEndings(bench.system, bench.floor, 'workforce', endings);
  const of = (some: readonly Ending[]) =>
    percentile(
      denied.filter((_, at) => some.includes(endings[at]!)),
      0.5,
    );
  return [
    figure('tokens: person with 1', 'p50', of(light), 'ms'),
    figure(`tokens: person with ${many}`, 'p50', of(heavy), 'ms'),
    figure(`tokens: ${many} to 1`, 'p50 ratio', of(heavy) / of(light), '×'),
  ];
}

/** The token that is asked about is the last one derived. */
async function personWith({ system, roads, say }: Bench, count: number): Promise<Ending> {
  const [person] = await roads.workforce.hire(1);
  const parent = await roads.workforce.tokenOf(person!);
  if (count > 1) say(`tokens: deriving ${count}`);
  const turns = Array.from({ length: count }, (_, turn) => turn);
  const tokens = await each(turns, 32, () => deriveToken(system.example.address.decisionUrl, parent));
  return roads.workforce.ending(person!, tokens.at(-1)!.access_token);
}
