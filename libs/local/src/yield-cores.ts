import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { hasCode } from './errors.js';

/**
 * Lets a process of ours go after others where cores are few; `niceness` is 1 to 19. On a desktop's or server's usual Linux, a process that
 * leads a session is weighed by the niceness of its autogroup, and its own only counts inside of it (sched(7)).
 */
export async function yieldCores(pid: number, niceness: number): Promise<void> {
  setPriority(pid, niceness);
  if (process.platform !== 'linux') return;
  try {
    await writeFile(`/proc/${pid}/autogroup`, String(niceness));
  } catch (error) {
    // A kernel without autogroups goes by the process; one that is asked too often by who is not root says EAGAIN.
    if (!hasCode(error, 'ENOENT', 'EACCES', 'EPERM', 'EAGAIN')) throw error;
  }
}
