import { existsSync } from 'node:fs';
import { run } from './install.mjs';

/** Debian's Chromium for the console's suite, where root may install it; without it that suite says that it cannot run. */
export async function ensureTestTools(say) {
  if (existsSync('/usr/bin/chromium') || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say('… installing chromium for the browser suite');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { quiet: true, env });
  const { code, output } = await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    { quiet: true, env },
  );
  if (code !== 0) say(`chromium could not be installed:\n${output.slice(-2_000)}`);
}
