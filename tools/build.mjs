/** Builds what runs: services and libraries with swc, the console with Vite; nothing when no source changed since the last time. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { glob, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run, workspaceEnv } from './install.mjs';

const stamp = join(root, '.cache', 'built');
const sources = [
  '{apps,libs,libs/connectors}/*/{src,migrations}/**/*',
  'apps/console/{index.html,vite.config.ts,public/**}',
  '{tools,bench}/src/**/*',
  'tools/compile.mjs',
  'package-lock.json',
];

async function fingerprint() {
  const hash = createHash('sha256');
  const files = (await Array.fromAsync(glob(sources, { cwd: root }))).sort();
  for (const file of files) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file}:${size}:${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const now = await fingerprint();
const built =
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === now &&
  existsSync(join(root, 'apps/gateway/dist')) &&
  existsSync(join(root, 'apps/console/dist'));
if (!built) {
  const builds = [
    run('node', ['tools/compile.mjs'], { env: workspaceEnv(), quiet: true }),
    run('npm', ['run', '--silent', 'build', '-w', '@trivium/console'], { env: workspaceEnv(), quiet: true }),
  ];
  const failed = (await Promise.all(builds)).filter(({ code }) => code !== 0);
  for (const { output } of failed) process.stderr.write(output);
  if (failed.length > 0) process.exit(1);
  await mkdir(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, now);
}
