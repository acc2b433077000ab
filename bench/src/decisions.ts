import { projectRoot } from '@trivium/local';
import autocannon from 'autocannon';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBareServer } from './bare-server.js';
import type { Bench } from './benchmark.js';
import { figure, percentile, type Figure } from './figures.js';
import { PlainConnection, postOf } from './plain-connection.js';
import { ResidentGrants } from './resident-grants.js';
import { paced, timed } from './timed.js';

const connections = 32;
const warmUps = 3;
/** Of the paced load; odd, so that one of them is in the middle. */
const rounds = 5;
const [some, many] = [10_000, 1_000_000];
/** So many different questions in turn: the client of the load would be busy with its own memory if there were one for each grant. */
const different = 500;

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
      bodies: grants.questions(different),
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
  const simple = { ...question, url: bare.url };
  const floor = await load(simple, seconds);
  const asked = await load(question, seconds);
  const eased: { readonly floor: number[]; readonly asked: number[] } = { floor: [], asked: [] };
  for (let round = 0; round < rounds; round += 1) {
    eased.floor.push(await easedP99(simple, 0.7 * floor.perSecond, seconds / 2));
    eased.asked.push(await easedP99(question, 0.7 * asked.perSecond, seconds / 2));
  }
  await bare.close();
  return [
    figure(name, 'rate', asked.perSecond, '/s', floor.perSecond),
    figure(name, 'p99', asked.p99, 'ms', floor.p99),
    figure(name, 'p99 at 70 %', percentile(eased.asked, 0.5), 'ms', percentile(eased.floor, 0.5)),
  ];
}

/** The first seconds warm both up and are not counted. */
async function load({ bodies, ...question }: Question, seconds: number): Promise<Load> {
  const requests = bodies.map((body) => ({ body }));
  const options = { ...question, requests, method: 'POST', connections } as const;
  await autocannon({ ...options, duration: 2 });
  const { requests: answered, latency, errors, non2xx } = await autocannon({ ...options, duration: seconds });
  if (errors + non2xx > 0)
    throw new Error(`${question.url}: ${errors} errors and ${non2xx} refusals under load`);
  return { perSecond: answered.average, p99: latency.p99 };
}

/** After a second that is not counted. Evenly paced, which autocannon is not: its bursts alone make a p99 of a hundred milliseconds. */
async function easedP99(
  { url, headers, bodies }: Question,
  perSecond: number,
  seconds: number,
): Promise<number> {
  const requests = bodies.map((body) => postOf(url, headers, body));
  const free = await Promise.all(Array.from({ length: connections }, () => PlainConnection.open(url)));
  const all = [...free];
  const ask = async (request: Buffer) => {
    const connection = free.pop()!;
    const status = await connection.ask(request);
    free.push(connection);
    if (status !== 200) throw new Error(`${url} answered ${status}`);
  };
  const warmUp = Math.round(perSecond);
  const count = warmUp + Math.round(perSecond * seconds);
  const took = await paced(perSecond, connections, count, (turn) => ask(requests[turn % requests.length]!));
  for (const connection of all) connection.close();
  return percentile(took.subarray(warmUp), 0.99);
}

/** p50 of questions that come one after the other, and of bare round trips between them, which tell what else the machine does. */
interface OneByOne {
  readonly asked: number;
  readonly bare: number;
}

/** Each about another credential, while few and while many are resident. */
async function withMany(
  bench: Bench,
  grants: ResidentGrants,
  question: Omit<Question, 'bodies'>,
): Promise<Figure[]> {
  const samples = bench.quick ? 1_000 : 5_000;
  const ask = async () => {
    const asked = { ...question, bodies: grants.questions(samples) };
    // A process that was just started again compiles while it answers.
    for (let round = 0; round < warmUps; round += 1) await oneByOne(bench, asked);
    return oneByOne(bench, asked);
  };
  const [fewMemory, few] = [await grants.memory(), await ask()];
  bench.say(`decision: ${many} live credentials`);
  const loading = await timed(() => grants.growTo(many));
  const [manyMemory, all] = [await grants.memory(), await ask()];
  const name = `decision: evaluation with ${many} live credentials`;
  return [
    figure(name, 'p50', all.asked, 'ms', few.asked),
    figure(name, 'p50, floor taken out', all.asked / all.bare / (few.asked / few.bare), '×'),
    figure(name, 'memory of one', (manyMemory - fewMemory) / (many - some), 'B'),
    figure(name, 'stored and loaded', loading / 1_000, 's'),
  ];
}

async function oneByOne({ system }: Bench, { bodies, ...question }: Question): Promise<OneByOne> {
  const server = await startBareServer();
  const [asked, bare]: [number[], number[]] = [[], []];
  for (const body of bodies) {
    asked.push(await timed(() => system.http.post({ ...question, body })));
    bare.push(await timed(() => system.http.post({ ...question, url: server.url, body })));
  }
  await server.close();
  const warm = bodies.length / 10;
  return { asked: percentile(asked.slice(warm), 0.5), bare: percentile(bare.slice(warm), 0.5) };
}
