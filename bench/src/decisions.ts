import type { Delivery } from '@trivium/example';
import autocannon from 'autocannon';
import { startBareServer } from './bare-server.js';
import type { Bench } from './benchmark.js';
import { figure, type Figure } from './figures.js';

const connections = 32;

interface Load {
  readonly perSecond: number;
  readonly p99: number;
}

/** 4. One `decision` process under load, beside a bare route of the same framework. */
export async function decisions(bench: Bench): Promise<readonly Figure[]> {
  const { system, roads, say, quick } = bench;
  const seconds = quick ? 4 : 10;
  const [person] = await roads.workforce.hire(1);
  const questions = {
    introspection: system.introspection(await roads.workforce.tokenOf(person!)),
    evaluation: system.evaluation(person!.personId),
  };
  const bare = await startBareServer();
  const figures: Figure[] = [];
  for (const [name, question] of Object.entries(questions)) {
    say(`decision: ${name} at ${connections} connections`);
    const [floor, asked] = [
      await load({ ...question, url: bare.url }, seconds),
      await load(question, seconds),
    ];
    figures.push(...compared(`decision: ${name}`, asked, floor));
  }
  await bare.close();
  return figures;
}

/** The first seconds warm both up and are not counted. */
async function load(question: Delivery, seconds: number): Promise<Load> {
  const options = { ...question, method: 'POST', connections } as const;
  await autocannon({ ...options, duration: 2 });
  const { requests, latency, errors, non2xx } = await autocannon({ ...options, duration: seconds });
  if (errors + non2xx > 0)
    throw new Error(`${question.url}: ${errors} errors and ${non2xx} refusals under load`);
  return { perSecond: requests.average, p99: latency.p99 };
}

function compared(name: string, asked: Load, floor: Load): Figure[] {
  return [
    figure(name, 'rate', asked.perSecond, '/s', floor.perSecond),
    figure(name, 'p99', asked.p99, 'ms', floor.p99),
  ];
}
