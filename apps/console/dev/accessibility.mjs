/**
 * What one hears and reaches on the built page, against the fixture gateway: the accessibility tree, unnamed controls, texts of low contrast,
 * and a walk with the keyboard. `node dev/accessibility.mjs`
 */
import { launchBrowser, people, signIn } from './browser.mjs';
import { lowContrast } from './contrast.mjs';
import { startFixture } from './fixture-server.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    return `${at.tagName.toLowerCase()} "${at.getAttribute('aria-label') ?? at.textContent?.trim().slice(0, 50) ?? ''}"`;
  });

async function inspect(page, name) {
  const low = await page.evaluate(lowContrast);
  const unnamed = (await page.locator('body').ariaSnapshot())
    .split('\n')
    .filter((line) => /- (button|link|textbox|searchbox|radio|dialog|region)( \[.*\])?:?$/.test(line));
  say(`${name}: ${low.length} of low contrast, ${unnamed.length} unnamed`);
  [...low, ...unnamed].forEach((line) => say(`  ${line}`));
}

async function walk(page) {
  await page.reload();
  await people(page).getByRole('link').first().waitFor();
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    say(`  tab: ${await focused(page)}`);
  }
  const link = people(page).getByRole('link').nth(2);
  await link.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Receipts' }).waitFor();
  say(`  opened: ${await focused(page)}`);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  say(`  closed: ${await focused(page)}`);
  await page.locator('body').press('/');
  say(`  slash: ${await focused(page)}`);
}

const browser = await launchBrowser();
const gateway = await startFixture({ scene: 'busy' });
for (const colorScheme of ['light', 'dark']) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1440, height: 960 } });
  await page.goto(gateway.address);
  await inspect(page, `sign-in, ${colorScheme}`);
  await signIn(page);
  await people(page).getByRole('link').first().waitFor();
  await inspect(page, `lanes, ${colorScheme}`);
  await page.goto(`${gateway.address}/?state=attention`);
  await people(page).getByRole('link').first().click();
  await page.getByText('Signed receipt').first().click();
  await inspect(page, `receipts, ${colorScheme}`);
  await page.goto(`${gateway.address}/?layout=table`);
  await page.getByRole('table').waitFor();
  await inspect(page, `table, ${colorScheme}`);
  if (colorScheme === 'dark') continue;
  await page.goto(`${gateway.address}/?state=verified`);
  await walk(page);
  say((await page.locator('body').ariaSnapshot()).split('\n').slice(0, 70).join('\n'));
}
await browser.close();
await gateway.close();
