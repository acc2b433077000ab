import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from './project.js';
import { loadChecksums } from './checksums.js';

export interface Artifact {
  /** Its folder in the cache; carries the version. */
  readonly name: string;
  /** The group of `checksums.json` that lists its files. */
  readonly checksums: string;
  /** Downloads its files into an empty folder; they are verified afterwards. */
  readonly download: (folder: string) => Promise<void>;
  /** Prepares what was verified, for instance by unpacking it. */
  readonly unpack?: (folder: string) => Promise<void>;
}

/** What arrived is not what was pinned; nothing of it was kept. */
export class ChecksumMismatch extends Error {
  constructor(file: string, expected: string, actual: string) {
    super(`${file} has SHA-256 ${actual}, but ${expected} is pinned in libs/local/checksums.json`);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

export async function sha256File(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** Every pinned file must be there and match; and no archive may be there that is not pinned. */
async function verify(folder: string, group: string): Promise<void> {
  const { files, anyOf } = await loadChecksums(group);
  const archives = (await readdir(folder)).filter((file) => /\.(jar|whl)$/.test(file));
  for (const file of new Set([...archives, ...(anyOf ? [] : Object.keys(files))])) {
    const actual = await sha256File(join(folder, file));
    const expected = files[file] ?? 'nothing';
    if (actual !== expected) throw new ChecksumMismatch(file, expected, actual);
  }
}

/** Whether it was fetched before, with the checksums that are pinned now. */
export async function isCached({ name, checksums }: Pick<Artifact, 'name' | 'checksums'>): Promise<boolean> {
  const stamp = join(cacheDir(), name, '.verified');
  return (await exists(stamp)) && (await readFile(stamp, 'utf8')) === (await loadChecksums(checksums)).digest;
}

/**
 * The folder of an artifact, fetched on first use. A folder appears in the cache only once it is complete and
 * verified (it is renamed into place), so an interrupted download or a concurrent one does no harm.
 */
export async function cached(artifact: Artifact): Promise<string> {
  const folder = join(cacheDir(), artifact.name);
  if (await isCached(artifact)) return folder;
  const { digest } = await loadChecksums(artifact.checksums);
  await rm(folder, { recursive: true, force: true });
  await mkdir(cacheDir(), { recursive: true });
  const fresh = await mkdtemp(join(cacheDir(), `${artifact.name}-`));
  try {
    await artifact.download(fresh);
    await verify(fresh, artifact.checksums);
    await artifact.unpack?.(fresh);
    await writeFile(join(fresh, '.verified'), digest);
    await moveInto(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

async function moveInto(fresh: string, folder: string): Promise<void> {
  try {
    await rename(fresh, folder);
  } catch (error) {
    // Another process was quicker with the same verified files.
    if (!(await exists(join(folder, '.verified')))) throw error;
  }
}
