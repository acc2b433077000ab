import type { Locator, Page } from 'playwright-core';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs what somebody pasted into a terminal, in a folder of their own. */
function paste(commands: string, cwd: string): Promise<Run> {
  return new Promise((resolve) => {
    execFile('bash', ['-e'], { cwd }, (error, stdout, stderr) =>
      resolve({
        code: typeof error?.code === 'number' ? error.code : error ? 1 : 0,
        output: stdout + stderr,
      }),
    ).stdin?.end(commands);
  });
}

export const clipboard = (page: Page): Promise<string> =>
  page.evaluate<string>('navigator.clipboard.readText()');

/** Downloads an opened receipt, copies the page's commands and runs them: on the receipt as it is, and with another content under its signature. */
export async function checkOffline(
  page: Page,
  receipt: Locator,
): Promise<{ readonly genuine: Run; readonly forged: Run }> {
  const folder = await mkdtemp(join(tmpdir(), 'trivium-auditor-'));
  const saving = page.waitForEvent('download');
  await receipt.getByRole('button', { name: /^Download rct_/ }).click();
  const download = await saving;
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  await receipt.getByRole('button', { name: 'Copy commands' }).click();
  const commands = await clipboard(page);
  const genuine = await paste(commands, folder);
  const [head, , mark] = (await readFile(file, 'utf8')).split('.');
  const other = Buffer.from(JSON.stringify({ status: 'confirmed' })).toString('base64url');
  await writeFile(file, [head, other, mark].join('.'));
  const forged = await paste(commands, folder);
  await rm(folder, { recursive: true });
  return { genuine, forged };
}
