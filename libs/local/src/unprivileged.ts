import { chown, cp, lstat, mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand, tryCommand } from './command.js';
import { hasCode } from './errors.js';
import { projectKey } from './project.js';

/** Postgres refuses to run as root; this is whom it runs as instead. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The account for servers that refuse root: `postgres` where it exists, else `nobody`. Undefined when we are not root. */
export async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([tryCommand('id', ['-u', name]), tryCommand('id', ['-g', name])]);
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65_534, gid: 65_534 };
}

/** Whether any account may reach this path: each folder above it lets others pass. */
export async function reachableByOthers(path: string): Promise<boolean> {
  const parent = dirname(path);
  if (parent === path) return true;
  const { mode } = await stat(parent);
  return (mode & 0o001) !== 0 && reachableByOthers(parent);
}

/**
 * A folder of this checkout outside of it, for what another account must reach.
 * It is ours or it is refused: someone else could have made it first in a shared temporary folder.
 */
export async function sharedFolder(): Promise<string> {
  const folder = join(tmpdir(), `trivium-${projectKey()}`);
  await mkdir(folder, { mode: 0o711, recursive: true });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new Error(`${folder} belongs to somebody else`);
  return folder;
}

/** Gives a folder to an account, making it when it is missing. */
export async function giveFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid } = await stat(folder);
  if (uid === account.uid) return;
  await chown(folder, account.uid, account.gid);
  await runCommand('chown', ['-R', `${account.uid}:${account.gid}`, folder]);
}

/** Copies a folder once to a place others can read; a copy appears only when it is whole. */
export async function copyOnce(from: string, to: string): Promise<string> {
  const there = await stat(to).then(
    () => true,
    () => false,
  );
  if (there) return to;
  const fresh = `${to}.${process.pid}`;
  await cp(from, fresh, { recursive: true, verbatimSymlinks: true });
  await runCommand('chmod', ['-R', 'a+rX', fresh]);
  await rename(fresh, to).catch((error: unknown) => {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  });
  await rm(fresh, { recursive: true, force: true });
  return to;
}
