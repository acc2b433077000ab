import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stringify } from 'yaml';
import { freePort, loopback } from '../ports.js';
import { silent, type Progress } from '../progress.js';
import { exampleTargets } from './example-targets.js';
import { provision } from './provision.js';
import { administratorName, resourceServerId, type StackPlan } from './service-environment.js';
import { ServiceProcess } from './service-process.js';
import { startServers, type Servers } from './servers.js';
import { secretFile, stackSecrets, type StackSecrets } from './stack-secrets.js';
import { defaultPorts, services, type Service } from './topology.js';

export interface StackOptions {
  readonly dataDir: string;
  /** The documented ports where they are free; else random ones. */
  readonly usualPorts?: boolean;
  /** Commits that a crash of the machine may lose, for specs only. */
  readonly throwaway?: boolean;
  readonly progress?: Progress;
}

/** The whole system on this machine: servers, example targets and one process per service. */
export interface Stack {
  readonly servers: Servers;
  readonly secrets: StackSecrets;
  readonly services: Readonly<Record<Service, ServiceProcess>>;
  /** What those outside have to know; also written to `local.json` in the data folder, mode 0600. */
  readonly address: StackAddress;
  stop(): Promise<void>;
}

export interface StackAddress {
  readonly gatewayUrl: string;
  readonly decisionUrl: string;
  readonly admin: { readonly username: string; readonly password: string };
  readonly resourceServer: { readonly id: string; readonly secret: string };
  readonly hris: { readonly source: string; readonly secret: string };
  readonly bamboohr: { readonly source: string; readonly secret: string };
  readonly github: { readonly secret: string };
  readonly soc: { readonly brokers: string; readonly username: string; readonly password: string };
}

/** Starts everything and returns once every service says that it is ready. What had started is stopped when something fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, usualPorts = false, throwaway = false, progress = silent } = options;
  const secrets = await stackSecrets(dataDir);
  const servers = await startServers({ dataDir, usualPorts, throwaway, progress }, secrets);
  const processes: ServiceProcess[] = [];
  const stop = async () => {
    await Promise.all(processes.map((service) => service.stop()));
    await servers.stop();
  };
  try {
    const plan = await planStack(options, servers, secrets);
    processes.push(...services.map((service) => new ServiceProcess(service, plan, dataDir)));
    progress('Services: starting');
    await Promise.all(processes.map((service) => service.start()));
    await untilReady(processes, progress);
    const address = addressOf(plan);
    await writeFile(join(dataDir, 'local.json'), `${JSON.stringify(address, null, 2)}\n`, { mode: 0o600 });
    const byName = Object.fromEntries(processes.map((one) => [one.service, one])) as Record<
      Service,
      ServiceProcess
    >;
    return { servers, secrets, services: byName, address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function planStack(
  { dataDir, usualPorts, progress = silent }: StackOptions,
  servers: Servers,
  secrets: StackSecrets,
): Promise<StackPlan> {
  await mkdir(join(dataDir, 'run'), { recursive: true });
  const [targetsFile, sourcesFile, ports] = await Promise.all([
    exampleTargets(servers, secrets, dataDir),
    webhookSources(secrets, dataDir),
    choosePorts(usualPorts ?? false),
    provision(servers, secrets, progress),
  ]);
  return { servers, secrets, ports, targetsFile, sourcesFile };
}

async function choosePorts(usual: boolean): Promise<Record<Service, number>> {
  const chosen: [Service, number][] = [];
  for (const service of services)
    chosen.push([service, await freePort(usual ? defaultPorts[service] : undefined)]);
  return Object.fromEntries(chosen) as Record<Service, number>;
}

/** Who may send webhooks, each with its secret by reference. */
async function webhookSources(secrets: StackSecrets, dataDir: string): Promise<string> {
  const source = async (name: string, kind: string, secret: string) => ({
    name,
    kind,
    secrets: [{ file: await secretFile(dataDir, `hook-${name}`, secret) }],
  });
  const sources = [
    await source('people', 'standard-webhooks', secrets.hris),
    await source('bamboohr', 'bamboohr', secrets.bamboohr),
    await source('github', 'github', secrets.github),
  ];
  const file = join(dataDir, 'webhook-sources.yaml');
  await writeFile(file, stringify({ sources }), { mode: 0o600 });
  return file;
}

async function untilReady(processes: readonly ServiceProcess[], progress: Progress): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const states = await Promise.all(
      processes.map(async (service) => ({ service: service.service, ready: await service.ready() })),
    );
    const waiting = states.filter(({ ready }) => !ready).map(({ service }) => service);
    if (waiting.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`not ready: ${waiting.join(', ')}; their logs and /health/ready say why`);
    progress(`Services: waiting for ${waiting.join(', ')}`);
    await pause(100);
  }
}

function addressOf({ ports, secrets, servers }: StackPlan): StackAddress {
  return {
    gatewayUrl: `http://${loopback}:${ports.gateway}`,
    decisionUrl: `http://${loopback}:${ports.decision}`,
    admin: { username: administratorName, password: secrets.administrator },
    resourceServer: { id: resourceServerId, secret: secrets.resourceServer },
    hris: { source: 'people', secret: secrets.hris },
    bamboohr: { source: 'bamboohr', secret: secrets.bamboohr },
    github: { secret: secrets.github },
    soc: { brokers: servers.kafka.brokers, username: 'soc', password: secrets.kafka.soc },
  };
}
