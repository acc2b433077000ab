import { projectRoot } from '@trivium/local';
import autocannon from 'autocannon';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBareServer } from './bare-server.js';
import type { Bench } from './benchmark.js';
import { figure, percentile, type Figure } from './figures.js';
import { ResidentGrants } from './resident-grants.js';
import { timed } from './timed.js';

const connections = 32;
const [some, many] = [10_000, 1_000_000];

/** One kind of question as it goes over the wire: the same every time, or many in turn. */
interface Question {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
}

interface Load {
  readonly perSecond: number;
  readonly p99: number;
}

/** 4. One `decision` process under load, beside a bare route of the same framework; then the same with a million live credentials. */
export async function decisions(bench: Bench): Promise<readonly Figure[]> {
  const { system, roads, say, quick } = bench;
  const seconds = quick ? 4 : 10;
  const grants = new ResidentGrants(system);
  say(`decision: ${some} grants`);
  await grants.growTo(some);
  const [person] = await roads.workforce.hire(1);
  const { body: token, ...introspect } = system.introspection(await roads.workforce.tokenOf(person!));
  const { url, headers } = system.evaluation('');
  const questions: Readonly<Record<string, Question>> = {
    introspection: { ...introspect, bodies: [token] },
    [`evaluation, ${await policyCount()} policies, ${some} grants`]: {
      url,
      headers,
      bodies: grants.questions(some),
    },
  };
  const figures: Figure[] = [];
  for (const [name, question] of Object.entries(questions)) {
    say(`decision: ${name} at ${connections} connections`);
    figures.push(...(await besideBare(`decision: ${name}`, question, seconds)));
  }
  return [...figures, ...(await withMany(bench, grants, { url, headers }))];
}

/** Of the governance model that runs. */
async function policyCount(): Promise<number> {
  const folder = join(projectRoot(), 'governance', 'policies');
  const texts = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  return texts.join('\n').match(/^@id\(/gm)?.length ?? 0;
}

async function besideBare(name: string, question: Question, seconds: number): Promise<Figure[]> {
  const bare = await startBareServer();
  const floor = await load({ ...question, url: bare.url }, seconds);
  const asked = await load(question, seconds);
  const eased = await load(question, seconds, 0.7 * asked.perSecond);
  await bare.close();
  return [
    figure(name, 'rate', asked.perSecond, '/s', floor.perSecond),
    figure(name, 'p99', asked.p99, 'ms', floor.p99),
    figure(name, 'p99 at 70 %', eased.p99, 'ms'),
  ];
}

/** The first seconds warm both up and are not counted. */
async function load({ bodies, ...question }: Question, seconds: number, overallRate?: number): Promise<Load> {
  const requests = bodies.map((body) => ({ body }));
  const rate = overallRate === undefined ? {} : { overallRate: Math.round(overallRate) };
  const options = { ...question, ...rate, requests, method: 'POST', connections } as const;
  await autocannon({ ...options, duration: 2 });
  const { requests: answered, latency, errors, non2xx } = await autocannon({ ...options, duration: seconds });
  if (errors + non2xx > 0)
    throw new Error(`${question.url}: ${errors} errors and ${non2xx} refusals under load`);
  return { perSecond: answered.average, p99: latency.p99 };
}

/** One question after the other, each about another credential, while few and while many are resident. */
async function withMany(
  bench: Bench,
  grants: ResidentGrants,
  question: Omit<Question, 'bodies'>,
): Promise<Figure[]> {
  const { say, quick } = bench;
  const samples = quick ? 1_000 : 5_000;
  const [fewMemory, few] = [
    await grants.memory(),
    await oneByOne(bench, { ...question, bodies: grants.questions(samples) }),
  ];
  say(`decision: ${many} live credentials`);
  const loading = await timed(() => grants.growTo(many));
  const [manyMemory, all] = [
    await grants.memory(),
    await oneByOne(bench, { ...question, bodies: grants.questions(samples) }),
  ];
  const name = `decision: evaluation with ${many} live credentials`;
  return [
    figure(name, 'p50', all, 'ms', few),
    figure(name, 'memory of one', (manyMemory - fewMemory) / (many - some), 'B'),
    figure(name, 'stored and loaded', loading / 1_000, 's'),
  ];
}

async function oneByOne({ system }: Bench, { bodies, ...question }: Question): Promise<number> {
  const took: number[] = [];
  for (const body of bodies) took.push(await timed(() => system.http.post({ ...question, body })));
  return percentile(took.slice(took.length / 10), 0.5);
}
