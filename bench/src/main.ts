import { Command, Option } from 'commander';
import { writeFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { BenchSystem } from './bench-system.js';
import type { Bench, Benchmark } from './benchmark.js';
import { decisions } from './decisions.js';
import { table, type Figure } from './figures.js';
import { Floor } from './floor.js';
import { intake } from './intake.js';
import { manyTokens } from './many-tokens.js';
import { progress } from './progress.js';
import { Leaks } from './roads/leaks.js';
import { Leavers } from './roads/leavers.js';
import { Tasks } from './roads/tasks.js';
import { roadsQuiet } from './roads-quiet.js';
import { separation, sharedTopic } from './separation/separation.js';
import { verdictLine, verdicts } from './targets.js';
import { warmUp } from './warm-up.js';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  roads: roadsQuiet,
  separation,
  shared: sharedTopic,
  tokens: manyTokens,
  decisions,
  intake,
};

interface Options {
  readonly json?: string;
  readonly only?: readonly string[];
  readonly quick?: boolean;
}

const only = new Option('--only <name...>', 'run only these').choices(Object.keys(benchmarks));
const options = new Command('bench')
  .description('Measures the whole system beside the raw floor of the same machine, in the same run.')
  .option('--json <file>', 'also write the rows as JSON')
  .addOption(only)
  .option('--quick', 'fewer samples: to see that everything works, not to trust a p99')
  .parse()
  .opts<Options>();

// What a client tidies up on other threads stops the services that it measures, where cores are few.
setFlagsFromString('--single-threaded-gc');

const say = progress();
const starting = BenchSystem.start(say);
let stopping: Promise<void> | undefined;
const stop = () => (stopping ??= starting.then((started) => started.stop()));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    say('stopping everything that was started');
    void stop().finally(() => process.exit(130));
  });
const system = await starting;

async function measure(): Promise<{ figures: readonly Figure[]; failed: readonly string[] }> {
  const floor = await Floor.open(system.stack);
  const leavers = new Leavers(system);
  const roads = {
    workforce: leavers,
    workload: new Leaks(system, leavers),
    agent: new Tasks(system, leavers),
  };
  const bench: Bench = { system, floor, roads, say, quick: options.quick ?? false };
  await warmUp(bench);
  const [figures, failed]: [Figure[], string[]] = [[], []];
  for (const name of options.only ?? Object.keys(benchmarks)) {
    try {
      figures.push(...(await benchmarks[name]!(bench)));
    } catch (error) {
      if (stopping) throw error;
      failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      say(`${name} could not be measured`);
    }
  }
  await floor.close();
  return { figures, failed };
}

function report(figures: readonly Figure[], failed: readonly string[]): void {
  const lines = [
    table(figures),
    '',
    ...verdicts(figures).map(verdictLine),
    ...failed.map((one) => `failed  ${one}`),
  ];
  process.stdout.write(`\n${lines.join('\n')}\n`);
}

async function run(): Promise<void> {
  const { figures, failed } = await measure();
  if (options.json) await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`);
  report(figures, failed);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

try {
  if (!stopping) await run();
} catch (error) {
  // What was asked of a system that is being stopped says nothing.
  if (!stopping) throw error;
} finally {
  await stop();
}
