import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from './errors.js';
import { processIdentity } from './process-identity.js';

interface PidRecord {
  readonly pid: number;
  readonly startedAt: string;
  /** Who wants it: while that process lives, this one is no leftover. */
  readonly owner: { readonly pid: number; readonly startedAt: string };
}

/** The servers under a data folder are in use by another run that is alive. */
export class AlreadyRunning extends Error {
  constructor(
    serverName: string,
    readonly ownerPid: number,
  ) {
    super(`${serverName} is already running here, started by process ${ownerPid}; stop that one first`);
  }
}

/** Notes who a process is, and which process wants it: this one, when no other is named. */
export async function writePidFile(file: string, pid: number, ownerPid = process.pid): Promise<void> {
  const [child, owner] = await Promise.all([processIdentity(pid), processIdentity(ownerPid)]);
  if (!child || !owner) return;
  const record: PidRecord = {
    pid,
    startedAt: child.startedAt,
    owner: { pid: ownerPid, startedAt: owner.startedAt },
  };
  await writeFile(file, `${JSON.stringify(record)}\n`);
}

async function readPidFile(file: string): Promise<PidRecord | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PidRecord;
  } catch (error) {
    // A file cut short by a crash names nobody.
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function stillThere(of: { pid: number; startedAt: string }, mark = ''): Promise<boolean> {
  const now = await processIdentity(of.pid);
  return now !== undefined && now.startedAt === of.startedAt && now.commandLine.includes(mark);
}

export interface Leftover {
  readonly name: string;
  readonly file: string;
  /** Part of its command line. */
  readonly mark: string;
  /** Asks it to end in order. */
  readonly signal?: NodeJS.Signals;
  /** It leads no group of its own and is signalled by itself. */
  readonly alone?: boolean;
  /** How long it may take to end before it is made to, in milliseconds. */
  readonly graceMs?: number;
}

/**
 * Stops what a crashed earlier run left behind. A process is only taken for a leftover when its pid, its start time
 * and a mark in its command line all agree and its starter is gone.
 * @returns the pid that was stopped, if any.
 */
export async function stopLeftover(leftover: Leftover): Promise<number | undefined> {
  const { name, file, mark } = leftover;
  const record = await readPidFile(file);
  if (!record || !(await stillThere(record, mark))) {
    await rm(file, { force: true });
    return undefined;
  }
  const own = record.owner.pid === process.pid;
  if (own || (await stillThere(record.owner))) throw new AlreadyRunning(name, record.owner.pid);
  await endProcess(record, leftover);
  await rm(file, { force: true });
  return record.pid;
}

async function endProcess(
  record: PidRecord,
  { signal = 'SIGTERM', alone = false, graceMs = 10_000 }: Leftover,
): Promise<void> {
  const send = (what: NodeJS.Signals) => sendSignal(alone ? record.pid : -record.pid, what);
  send(signal);
  const deadline = Date.now() + graceMs;
  while (await stillThere(record)) {
    if (Date.now() > deadline) send('SIGKILL');
    await pause(50);
  }
}

/** Signals a process started as the leader of its own group, and with it all of its children. */
export const signalGroup = (pid: number, signal: NodeJS.Signals): void => sendSignal(-pid, signal);

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}
