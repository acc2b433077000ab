import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { yieldCores } from './yield-cores.js';

it('a process that leads a session goes after others, by whatever the system weighs it', async () => {
  const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  await once(child, 'spawn');
  const pid = child.pid!;
  await yieldCores(pid, 10);
  const weighed = `/proc/${pid}/autogroup`;
  expect(getPriority(pid)).toBe(10);
  expect(existsSync(weighed) ? readFileSync(weighed, 'utf8') : 'nice 10').toContain('nice 10');
  child.kill();
  await once(child, 'exit');
});
