/** Runs a compiled program of the workspace with its own Node: installs and builds first what is missing. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fail, install, root, run, step, workspaceEnv } from './install.mjs';

const [program, ...args] = process.argv.slice(2);
await install();
const building = () => run('node', ['tools/build.mjs'], { env: workspaceEnv(), quiet: true });
const { code, output } = await step('building what changed', building);
if (code !== 0) fail(`the build failed:\n${output}`);

const child = spawn(
  join(root, 'node_modules', 'node', 'bin', 'node'),
  ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning', join(root, program), ...args],
  {
    cwd: root,
    env: workspaceEnv(),
    stdio: 'inherit',
  },
);
// Ctrl-C reaches the program itself as well; it may hear it twice. This process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('close', (exit, signal) => process.exit(exit ?? (signal ? 130 : 1)));
