import { processIdentity, stopLeftover, writePidFile, type ProcessIdentity } from '@trivium/local';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The process whose life says that this run is wanted. */
export interface Launcher {
  readonly pid: number;
  /** Calls back once it is gone. */
  watch(gone: () => void): void;
}

const isNpm = (commandLine: string) => /^npm( |$)|npm-cli/.test(commandLine);

/** npm where it started us (through a shell and `tools/run.mjs`), else our parent. */
export async function findLauncher(parent = process.ppid): Promise<Launcher> {
  let [pid, identity] = [parent, await processIdentity(parent)];
  for (let generation = 0; generation < 3 && identity; generation += 1) {
    if (isNpm(identity.commandLine)) return launcher(pid, identity);
    pid = identity.parentPid;
    identity = await processIdentity(pid);
  }
  return launcher(parent, await processIdentity(parent));
}

function launcher(pid: number, identity: ProcessIdentity | undefined): Launcher {
  const lives = async () => (await processIdentity(pid))?.startedAt === identity?.startedAt;
  return {
    pid,
    watch: (gone) => {
      const timer = setInterval(() => {
        void lives().then((alive) => {
          if (alive) return;
          clearInterval(timer);
          gone();
        });
      }, 500);
      timer.unref();
    },
  };
}

/**
 * Makes this process the only run on a data folder, until the returned function is called.
 * A run whose launcher was killed is stopped first; one that is wanted refuses us with `AlreadyRunning`.
 */
export async function claimFolder(dataDir: string, launcher: Launcher): Promise<() => Promise<void>> {
  const file = join(dataDir, 'run', 'start.pid');
  await mkdir(join(dataDir, 'run'), { recursive: true, mode: 0o700 });
  await stopLeftover({ name: 'Trivium', file, mark: 'start.js', alone: true, graceMs: 40_000 });
  await writePidFile(file, process.pid, launcher.pid);
  return () => rm(file, { force: true });
}
