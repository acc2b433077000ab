import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { hasCode } from './errors.js';

const run = promisify(execFile);

export interface ProcessIdentity {
  /** When it started, in whatever unit the system tells; together with the pid it names one process for ever. */
  readonly startedAt: string;
  readonly commandLine: string;
}

async function fromProc(pid: number): Promise<ProcessIdentity> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const commandLine = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  if (fields[0] === 'Z') throw Object.assign(new Error('zombie'), { code: 'ENOENT' });
  return { startedAt: fields[19] ?? '', commandLine };
}

async function fromPs(pid: number): Promise<ProcessIdentity> {
  const { stdout } = await run('ps', ['-o', 'lstart=,command=', '-p', String(pid)]);
  return { startedAt: stdout.slice(0, 24), commandLine: stdout.slice(24).trim() };
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
