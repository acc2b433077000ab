import { ExampleSystem, examplePeople, hire } from '@trivium/example';
import { AlreadyRunning, dataFolder, startStack, type Stack, type StackAddress } from '@trivium/local';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseWay, NoWay } from './choose-way.js';
import { startCompose } from './compose.js';
import { keepUp } from './keep-up.js';
import { claimFolder, findLauncher } from './launcher.js';
import { colour, ProgressLine } from './progress.js';
import { untilAborted } from './until-aborted.js';

const progress = new ProgressLine();
const dataDir = dataFolder();
const stopping = new AbortController();

/** Somebody asked for the end while it still started. */
class Stopped extends Error {}

const write = (text: string) => process.stdout.write(`${text}\n`);

/** A running system, in whichever way it runs. */
interface Running {
  readonly address: StackAddress;
  readonly services?: Stack['services'];
  stop(): Promise<void>;
}

async function start(): Promise<Running> {
  const { signal } = stopping;
  if ((await chooseWay()) === 'embedded')
    return startStack({ dataDir, usualPorts: true, progress: (text) => progress.show(text), signal });
  write('Java or Maven is missing, so Docker runs it');
  const running = await startCompose(signal);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeFile(join(dataDir, 'local.json'), `${JSON.stringify(running.address, null, 2)}\n`, {
    mode: 0o600,
  });
  return running;
}

/** The people of the example organisation; hired once, through the same door as everybody. */
async function loadOrganisation(address: StackAddress): Promise<number> {
  progress.show('Example organisation: hiring');
  const system = await ExampleSystem.open(address);
  const known = await system.operator.list<{ externalId: string }>('/v1/workforce/persons?limit=500');
  const missing = examplePeople(12).filter(
    (person) => !known.some(({ externalId }) => externalId === person.externalId),
  );
  await hire(system, missing);
  return known.length + missing.length;
}

function announce(address: StackAddress, people: number): void {
  const { username, password } = address.admin;
  write(
    [
      '',
      `  Console    ${colour('cyan', address.gatewayUrl)}`,
      `  Sign in    ${username} / ${password}`,
      `  Tokens     ${address.decisionUrl}/.well-known/oauth-authorization-server`,
      `  People     ${people} in the example organisation`,
      '',
      `  npm run demo       three revocations on three roads, in a second terminal`,
      `  npm run soc:tail   what the SOC hears`,
      `  Ctrl-C             stops everything`,
      '',
    ].join('\n'),
  );
}

/** Returns when somebody asked for the end, and throws where something went wrong. */
async function told({ signal }: AbortController): Promise<void> {
  await untilAborted(signal);
  if (!(signal.reason instanceof Stopped)) throw signal.reason;
}

/** Runs until somebody asks for the end, and leaves nothing behind. */
async function run(): Promise<void> {
  const running = await start();
  try {
    const people = await loadOrganisation(running.address);
    progress.done('Trivium is up');
    announce(running.address, people);
    for (const service of Object.values(running.services ?? {})) void keepUp(service, stopping.signal, write);
    await told(stopping);
  } finally {
    stopping.abort(new Stopped());
    progress.show('Stopping');
    await running.stop();
    progress.done('Everything is stopped');
  }
}

async function main(): Promise<void> {
  const stop = () => stopping.abort(new Stopped());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  // Whatever goes wrong, what was started is stopped.
  process.on('uncaughtException', (error) => stopping.abort(error));
  const launcher = await findLauncher();
  const release = await claimFolder(dataDir, launcher);
  launcher.watch(stop);
  await run().finally(release);
}

function fail(error: unknown): never {
  if (error instanceof Stopped) {
    progress.done('Everything is stopped');
    process.exit(0);
  }
  progress.stop();
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n${colour('red', 'Trivium stopped:')} ${message}\n`);
  if (!(error instanceof AlreadyRunning || error instanceof NoWay))
    process.stderr.write(
      `The logs are in ${join(dataDir, 'logs')}. Instead of embedded servers you can set KAFKA_BROKERS, DATABASE_URL and VALKEY_URL, or use docker compose.\n`,
    );
  process.exit(1);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  fail(error);
}
