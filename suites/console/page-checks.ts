import type { Page } from 'playwright-core';
import { picture } from './browser.js';

/** What a page owes to everybody, as far as a machine can see it: contrast, names, nothing cut off. Each entry is a fault. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  return [...(await page.evaluate<string[]>('inPage.faults()')), ...(await unnamedParts(page))];
}

/** Whatever one can operate or jump to has a name in the accessibility tree. */
async function unnamedParts(page: Page): Promise<readonly string[]> {
  const tree = await page.locator('body').ariaSnapshot();
  return tree
    .split('\n')
    .filter((line) =>
      /- (button|link|textbox|searchbox|radio|radiogroup|dialog|region)( \[.*\])?:?$/.test(line),
    )
    .map((line) => `without a name: ${line.trim()}`);
}

/** Through which stages the page showed a revocation to go, in order. */
export const stagesSeen = (page: Page, revocationId: string): Promise<string[]> =>
  page.evaluate<string[]>(`inPage.stagesOf(${JSON.stringify(revocationId)})`);

/** Looks at the page in both colour schemes, keeps a picture of each, and tells what is wrong with it. */
export async function look(page: Page, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.locator(`:root[data-mantine-color-scheme="${scheme}"]`).waitFor({ state: 'attached' });
    faults.push(...(await faultsOf(page)).map((fault) => `${name}, ${scheme}: ${fault}`));
    await picture(page, `${name}-${scheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

/** The same on a telephone. */
export async function lookNarrow(page: Page, name: string): Promise<readonly string[]> {
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const faults = await look(page, `${name}-narrow`);
  if (usual) await page.setViewportSize(usual);
  return faults;
}
