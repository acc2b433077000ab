import { ExampleSystem, eventually } from '@trivium/example';
import { personIdFor } from '@trivium/identity';
import { startStack, type Service, type Stack } from '@trivium/local';
import { Redis } from 'ioredis';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SystemUnderTest extends ExampleSystem {
  readonly stack: Stack;
  readonly dataDir: string;
  personId(source: string, externalId: string): string;
  personState(personId: string): Promise<string | undefined>;
  /** Resolves when the road has nothing left to read and nothing left to do. */
  quiet(road: 'workforce' | 'workload' | 'agent'): Promise<void>;
  killAndRestart(service: Service): Promise<void>;
  restart(server: 'kafka' | 'postgres' | 'valkey'): Promise<void>;
  flushMarkers(): Promise<void>;
  stop(): Promise<void>;
}

export interface SystemOptions {
  /** Commits that survive a crash, as in production. */
  readonly durable?: boolean;
}

/** The whole system in a folder of its own, on free ports. */
export async function startSystem({ durable = false }: SystemOptions = {}): Promise<SystemUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trivium-suite-'));
  const stack = await startStack({ dataDir, throwaway: !durable });
  const system = await ExampleSystem.open(stack.address);
  return Object.assign(system, {
    stack,
    dataDir,
    personId: personIdFor,
    personState: (personId: string) => personState(system, personId),
    quiet: (road: 'workforce' | 'workload' | 'agent') => quiet(system, road),
    killAndRestart: async (service: Service) => {
      await stack.services[service].kill();
      await stack.services[service].start();
    },
    restart: async (server: 'kafka' | 'postgres' | 'valkey') => {
      await stack.servers[server].restart?.();
    },
    flushMarkers: () => flush(stack.servers.valkey.url),
    stop: async () => {
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

async function personState(system: ExampleSystem, personId: string): Promise<string | undefined> {
  const persons = await system.operator.list<{ personId: string; state: string }>(
    '/v1/workforce/persons?limit=500',
  );
  return persons.find((person) => person.personId === personId)?.state;
}

/** A marker event sent last on the road's lanes has been recorded, so everything before it was. */
async function quiet(system: ExampleSystem, road: 'workforce' | 'workload' | 'agent'): Promise<void> {
  const name = `quiet-${process.hrtime.bigint()}`;
  const last = road === 'workload' ? await sendLastChange(system, name) : await sendLastPerson(system, name);
  await eventually('the last event to be recorded', async () => {
    const entries = await system.operator.list(`/v1/audit/entries?subject=${encodeURIComponent(last)}`);
    return entries.length > 0;
  });
}

async function sendLastChange(system: ExampleSystem, name: string): Promise<string> {
  await system.github.deployed({
    repository: `example/${name}`,
    environment: 'none',
    ref: 'main',
    sha: '0'.repeat(40),
    permissions: [],
  });
  return `github:example/${name}`;
}

async function sendLastPerson(system: ExampleSystem, name: string): Promise<string> {
  await system.hris.left(name);
  return personIdFor(system.address.hris.source, name);
}

async function flush(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}
