import { chromium } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium; `apt-get install chromium` where it is missing. */
export const launchBrowser = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });

export async function signIn(page) {
  await page.getByLabel('User name').fill('admin');
  await page.getByRole('textbox', { name: 'Password' }).fill('fixture');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Revocations' }).waitFor();
}

export const people = (page) => page.getByRole('list', { name: 'Revocations, People' });
