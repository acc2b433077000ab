/** Installs the workspace when it does not match the lock file. Needs nothing but Node itself. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');
const stamp = join(root, 'node_modules', '.installed');

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** Runs a command and resolves with its exit code and output; `quiet` keeps the output for the case of failure. */
export function run(command, args, { env = process.env, quiet = false, cwd = root } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', failed);
    child.once('close', (code, signal) => done({ code: code ?? 1, signal, output }));
  });
}

/** Says what goes on, with the seconds it takes; on standard error, so that what a program writes can be piped. */
export async function step(title, act) {
  const from = Date.now();
  const seconds = () => `${((Date.now() - from) / 1000).toFixed(1)} s`;
  const live = process.stderr.isTTY;
  const show = () => process.stderr.write(`\r\u001b[2K… ${title} ${seconds()}`);
  const timer = live ? setInterval(show, 200) : undefined;
  if (live) show();
  else process.stderr.write(`… ${title}\n`);
  const result = await act();
  clearInterval(timer);
  process.stderr.write(`${live ? '\r\u001b[2K' : ''}✓ ${title} (${seconds()})\n`);
  return result;
}

/** Node 24 comes with the workspace; everything after the installation runs with it. */
export function workspaceEnv() {
  return {
    ...process.env,
    PATH: [
      join(root, 'node_modules', 'node', 'bin'),
      join(root, 'node_modules', '.bin'),
      process.env.PATH,
    ].join(delimiter),
  };
}

export async function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return;
  await step('installing packages (npm ci)', async () => {
    const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true });
    if (code !== 0) fail(`npm ci failed:\n${output}`);
    const node = await run(join(root, 'node_modules', 'node', 'bin', 'node'), ['--version'], { quiet: true });
    if (node.code !== 0)
      fail(
        'the package "node" did not install its binary; does the npm configuration forbid install scripts?',
      );
  });
  writeFileSync(stamp, lockHash());
}

export function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}
