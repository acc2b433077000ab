/** `npm test`: everything that has to hold, from types to the whole system. Ends with `N passed, N failed`. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install, root, run, workspaceEnv } from './install.mjs';
import { ensureTestTools } from './test-tools.mjs';

const only = process.argv.slice(2);
const results = join(root, 'test-results');
const tally = { passed: 0, failed: 0 };

const say = (text) => process.stdout.write(`${text}\n`);

async function check(name, command, args) {
  const from = Date.now();
  const { code, output } = await run(command, args, { env: workspaceEnv(), quiet: true });
  tally[code === 0 ? 'passed' : 'failed'] += 1;
  say(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
  if (code !== 0) say(output);
  return code === 0;
}

async function jest(name, config, extra = []) {
  const from = Date.now();
  const file = join(results, `${name}.json`);
  const jestBin = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jestBin,
    '-c',
    config,
    '--json',
    `--outputFile=${file}`,
    '--silent',
    ...extra,
  ];
  const { code, output } = await run('node', args, {
    env: { ...workspaceEnv(), FORCE_COLOR: '0' },
    quiet: true,
  });
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const passed = report?.numPassedTests ?? 0;
  // A file that did not even run counts as one failure, and so does a run that ended badly without saying why.
  const failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  tally.passed += passed;
  tally.failed += failed > 0 || code === 0 ? failed : 1;
  say(
    `${code === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failed} failed (${((Date.now() - from) / 1000).toFixed(1)} s)`,
  );
  if (code !== 0) say(output.slice(-20_000));
}

const steps = {
  build: () => check('build', 'node', ['tools/build.mjs']),
  types: () => check('types', 'npm', ['run', '--silent', 'typecheck']),
  lint: () => check('lint and boundaries', 'npm', ['run', '--silent', 'lint']),
  unit: () => jest('unit', 'jest.config.mjs'),
  int: () => jest('integration', 'jest.int.config.mjs'),
  suite: () => jest('suites', 'jest.suite.config.mjs'),
};

await install();
await ensureTestTools(say);
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
for (const [name, act] of Object.entries(steps)) if (only.length === 0 || only.includes(name)) await act();
say(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
