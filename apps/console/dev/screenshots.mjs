/**
 * Pictures of every state of the built page, against the fixture gateway: `node dev/screenshots.mjs <folder> [name …]`. Needs Chromium at
 * `/usr/bin/chromium`. Prints what the browser complained of, so that a broken policy or a wrong answer does not pass unseen.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser, people, signIn } from './browser.mjs';
import { startFixture } from './fixture-server.mjs';

const [folder = 'screenshots', ...only] = process.argv.slice(2);
const widths = { wide: [1440, 960], middle: [1024, 800], narrow: [390, 844], tiny: [360, 740] };

const cards = (page) => people(page).getByRole('listitem').first().waitFor();
const settle = (page, ms = 2500) => page.waitForTimeout(ms);

async function openDetail(page, filter) {
  if (filter) await page.goto(`${new URL(page.url()).origin}/?state=${filter}`);
  await cards(page);
  await people(page).getByRole('link').last().click();
  await page.getByRole('heading', { name: 'Receipts' }).waitFor();
}

const states = {
  'sign-in': { scene: 'calm', run: (page) => page.getByRole('heading', { name: 'Sign in' }).waitFor() },
  refused: {
    scene: 'calm',
    async run(page) {
      await page.getByLabel('User name').fill('admin');
      await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  empty: { scene: 'empty', run: async (page) => (await signIn(page), await settle(page, 1500)) },
  busy: { scene: 'busy', run: async (page) => (await signIn(page), await cards(page), await settle(page)) },
  detail: {
    scene: 'calm',
    async run(page) {
      await signIn(page);
      await openDetail(page);
      await page.getByText('Signed receipt', { exact: true }).first().click();
      await settle(page, 600);
    },
  },
  attention: {
    scene: 'busy',
    run: async (page) => (await signIn(page), await openDetail(page, 'attention'), await settle(page, 600)),
  },
  table: {
    scene: 'busy',
    run: async (page) => (
      await signIn(page),
      await page.goto(`${page.url()}?layout=table`),
      await settle(page, 1500)
    ),
  },
  lag: {
    scene: 'busy',
    async run(page) {
      await signIn(page);
      await cards(page);
      await page.getByRole('button', { name: /Non-human identities: lag/ }).click();
      await settle(page, 500);
    },
  },
  down: {
    scene: 'calm',
    down: ['workload'],
    run: async (page) => (await signIn(page), await cards(page), await settle(page, 600)),
  },
  offline: {
    scene: 'calm',
    async run(page, gateway) {
      await signIn(page);
      await cards(page);
      await settle(page, 1500);
      await gateway.close();
      await page.getByRole('alert').waitFor();
      await settle(page, 4000);
    },
  },
  ended: {
    scene: 'calm',
    async run(page) {
      await signIn(page);
      await page.context().clearCookies();
      await page.reload();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    },
  },
};

async function picture(browser, name, width, scheme) {
  const state = states[name];
  const gateway = await startFixture({ scene: state.scene, down: state.down });
  const [w, h] = widths[width];
  const context = await browser.newContext({
    viewport: { width: w, height: h },
    colorScheme: scheme,
    deviceScaleFactor: w < 500 ? 2 : 1,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stdout.write(`  ${name} ${width}: ${error.message}\n`));
  page.on(
    'console',
    (line) => line.type() === 'error' && process.stdout.write(`  ${name} ${width}: ${line.text()}\n`),
  );
  try {
    await page.goto(gateway.address);
    await state.run(page, gateway);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) process.stdout.write(`  ${name} ${width}: ${overflow} px wider than the window\n`);
    await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`) });
    process.stdout.write(`${name}-${width}-${scheme}\n`);
  } finally {
    await context.close();
    await gateway.close().catch((error) => process.stdout.write(`  ${error.message}\n`));
  }
}

await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
for (const name of Object.keys(states)) {
  for (const [width, scheme] of [
    ['wide', 'light'],
    ['wide', 'dark'],
    ['middle', 'light'],
    ['narrow', 'light'],
    ['narrow', 'dark'],
    ['tiny', 'light'],
  ]) {
    const id = `${name}-${width}-${scheme}`;
    if (only.length === 0 || only.some((part) => id.startsWith(part)))
      await picture(browser, name, width, scheme);
  }
}
await browser.close();
