import { ExampleSystem, examplePeople, hire } from '@trivium/example';
import { AlreadyRunning, projectRoot, startStack, type Stack } from '@trivium/local';
import { join } from 'node:path';
import { colour, ProgressLine } from './progress.js';

const progress = new ProgressLine();
const dataDir = join(projectRoot(), '.data');

/** The people of the example organisation; hired once, through the same door as everybody. */
async function loadOrganisation(stack: Stack): Promise<number> {
  const system = await ExampleSystem.open(stack.address);
  const known = await system.operator.list<{ externalId: string }>('/v1/workforce/persons?limit=500');
  const missing = examplePeople(12).filter(
    (person) => !known.some(({ externalId }) => externalId === person.externalId),
  );
  await hire(system, missing);
  return known.length + missing.length;
}

async function main(): Promise<void> {
  const stack = await startStack({ dataDir, usualPorts: true, progress: (text) => progress.show(text) });
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= end(stack));
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
  progress.show('Example organisation: hiring');
  const people = await loadOrganisation(stack);
  progress.done('Trivium is up');
  announce(stack, people);
  watch(stack, () => stopping !== undefined);
}

function announce({ address }: Stack, people: number): void {
  const { username, password } = address.admin;
  process.stdout.write(
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
      '',
    ].join('\n'),
  );
}

/** A service that ends by itself is started again, as an orchestrator would. */
function watch(stack: Stack, stopping: () => boolean): void {
  for (const service of Object.values(stack.services)) {
    void service.exited.then(async () => {
      if (stopping()) return;
      process.stdout.write(
        `${colour('yellow', '!')} ${service.service} ended and is started again; see .data/logs/${service.service}.log\n`,
      );
      await service.start();
    });
  }
}

async function end(stack: Stack): Promise<void> {
  progress.show('Stopping');
  await stack.stop();
  progress.done('Everything is stopped');
  process.exit(0);
}

try {
  await main();
} catch (error) {
  progress.stop();
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n${colour('red', 'Trivium did not start:')} ${message}\n`);
  if (!(error instanceof AlreadyRunning))
    process.stderr.write(
      'The logs are in .data/logs. Instead of embedded servers you can set KAFKA_BROKERS, DATABASE_URL and VALKEY_URL, or use docker compose.\n',
    );
  process.exit(1);
}
