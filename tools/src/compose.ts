import { projectRoot, runCommand, tryCommand, type StackAddress } from '@trivium/local';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

/** What this machine lacks to run `docker compose`. */
export async function missingForCompose(): Promise<string[]> {
  const works = async (...args: string[]) => (await tryCommand('docker', args)) !== undefined;
  if (!(await works('--version'))) return ['Docker (docker)'];
  const [plugin, engine] = await Promise.all([works('compose', 'version'), works('info')]);
  return [
    ...(plugin ? [] : ["Docker's compose plugin (docker compose)"]),
    ...(engine ? [] : ['a Docker engine that answers (docker info)']),
  ];
}

/** Runs `docker compose` in the project's folder and lets it show its own progress. */
async function compose(args: readonly string[], signal?: AbortSignal): Promise<void> {
  const child = spawn('docker', ['compose', ...args], {
    cwd: projectRoot(),
    env: process.env,
    stdio: 'inherit',
    signal,
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`docker compose ${args.join(' ')} ended with ${code ?? 'a signal'}`);
}

/** What the provisioning job wrote for those outside. */
async function readAddress(): Promise<StackAddress> {
  const cat = ['run', '--rm', '--no-deps', '-T', '--entrypoint', 'cat', 'provision'];
  const { stdout } = await runCommand('docker', ['compose', ...cat, '/var/lib/trivium/local.json'], {
    cwd: projectRoot(),
  });
  return JSON.parse(stdout) as StackAddress;
}

async function untilReady({ gatewayUrl }: StackAddress, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await answers(`${gatewayUrl}/health/ready`))) {
    signal.throwIfAborted();
    if (Date.now() > deadline)
      throw new Error(`${gatewayUrl}/health/ready does not say yes; docker compose logs says why`);
    await pause(500);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

const down = () => compose(['down']);

/** The same system in containers; returns once the gateway says that it is ready. */
export async function startCompose(
  signal: AbortSignal,
): Promise<{ address: StackAddress; stop: () => Promise<void> }> {
  try {
    await compose(['up', '--detach', '--build'], signal);
    const address = await readAddress();
    await untilReady(address, signal);
    return { address, stop: down };
  } catch (error) {
    await down();
    throw error;
  }
}
