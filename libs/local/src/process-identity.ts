import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { hasCode } from './errors.js';

const run = promisify(execFile);

export interface ProcessIdentity {
  /** When it started, in whatever unit the system tells; together with the pid it names one process for ever. */
  readonly startedAt: string;
  readonly parentPid: number;
  readonly commandLine: string;
}

async function fromProc(pid: number): Promise<ProcessIdentity> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  if (fields[0] === 'Z') throw Object.assign(new Error('zombie'), { code: 'ENOENT' });
  return { startedAt: fields[19] ?? '', parentPid: Number(fields[1]), commandLine };
}

/** `lstart` is 24 characters wide: `Tue Nov 24 09:41:00 2026`. */
async function fromPs(pid: number): Promise<ProcessIdentity> {
  const { stdout } = await run('ps', ['-o', 'lstart=,ppid=,command=', '-p', String(pid)]);
  const [, parentPid, commandLine = ''] = /^\s*(\d+)\s+(.*)/s.exec(stdout.slice(24)) ?? [];
  return { startedAt: stdout.slice(0, 24), parentPid: Number(parentPid), commandLine: commandLine.trim() };
}

/** Who has this pid now; undefined when nobody has. */
export async function processIdentity(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    return await (process.platform === 'linux' ? fromProc(pid) : fromPs(pid));
  } catch (error) {
    // `ps` answers 1 for a pid that nobody has.
    if (hasCode(error, 'ENOENT', 'ESRCH', 1)) return undefined;
    throw error;
  }
}
