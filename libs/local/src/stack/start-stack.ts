import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, loopback } from '../ports.js';
import { silent, type Progress } from '../progress.js';
import { projectRoot } from '../project.js';
import { insideUrl } from './network.js';
import { provision } from './provision.js';
import { ServiceProcess } from './service-process.js';
import { startServers, type Servers } from './servers.js';
import { addressOf, type StackAddress } from './stack-address.js';
import type { StackPlan } from './stack-plan.js';
import { stackSecrets, type StackSecrets } from './stack-secrets.js';
import { defaultPorts, services, type Service } from './topology.js';

export interface StackOptions {
  readonly dataDir: string;
  /** The documented ports where they are free; else random ones. */
  readonly usualPorts?: boolean;
  /** Commits that a crash of the machine may lose, for specs only. */
  readonly throwaway?: boolean;
  readonly progress?: Progress;
  /** Gives up while it starts: what had started is stopped, and the start fails with the signal's reason. */
  readonly signal?: AbortSignal;
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

/** Starts everything and returns once every service says that it is ready. What had started is stopped when something fails. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, usualPorts = false, throwaway = false, progress = silent, signal } = options;
  const secrets = await stackSecrets(dataDir);
  const servers = await startServers({ dataDir, usualPorts, throwaway, progress, signal }, secrets);
  const processes: ServiceProcess[] = [];
  const stop = async () => {
    await Promise.all(processes.map((service) => service.stop()));
    await servers.stop();
  };
  try {
    const plan = await planStack(options, servers, secrets);
    processes.push(...(await describeProcesses(options, plan)));
    progress('Services: starting');
    await everyOne(processes.map((service) => service.start()));
    await untilReady(processes, progress, signal);
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

/** Waits for all of them even when one fails, so that none is still starting when the others are stopped. */
async function everyOne(starting: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(starting);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function planStack(
  { dataDir, usualPorts = false }: StackOptions,
  servers: Servers,
  secrets: StackSecrets,
): Promise<StackPlan> {
  const network = {
    listenHost: loopback,
    serviceHost: loopback,
    publicHost: loopback,
    publicBrokers: servers.kafka.brokers,
    ports: await choosePorts(usualPorts),
  };
  const [servicesDir, spoolDir] = [join(dataDir, 'services'), join(dataDir, 'spool')];
  return { servers, secrets, network, servicesDir, spoolDir, programDir: projectRoot() };
}

async function describeProcesses(options: StackOptions, plan: StackPlan): Promise<ServiceProcess[]> {
  const { dataDir, progress = silent, signal } = options;
  const folders = await provision(plan, progress);
  signal?.throwIfAborted();
  await mkdir(join(dataDir, 'run'), { recursive: true });
  return services.map((service) => {
    const { environment } = folders[service];
    const url = insideUrl(plan.network, service);
    return new ServiceProcess(service, { url, environment, dataDir, signal });
  });
}

async function choosePorts(usual: boolean): Promise<Record<Service, number>> {
  const chosen: [Service, number][] = [];
  for (const service of services)
    chosen.push([service, await freePort(usual ? defaultPorts[service] : undefined)]);
  return Object.fromEntries(chosen) as Record<Service, number>;
}

async function untilReady(
  processes: readonly ServiceProcess[],
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const states = await Promise.all(
      processes.map(async (service) => ({ service: service.service, ready: await service.ready() })),
    );
    signal?.throwIfAborted();
    const waiting = states.filter(({ ready }) => !ready).map(({ service }) => service);
    if (waiting.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`not ready: ${waiting.join(', ')}; their logs and /health/ready say why`);
    progress(`Services: waiting for ${waiting.join(', ')}`);
    await pause(100);
  }
}
