import type { Page } from 'playwright-core';

/** What a page owes to everybody, as far as a machine can see it: contrast, names, nothing cut off. Each entry is a fault. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
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
