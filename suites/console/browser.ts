import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const executablePath = '/usr/bin/chromium';
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
const pictures = join(import.meta.dirname, '..', '..', 'test-results', 'console');

/** Debian's Chromium; without it this suite cannot say anything, so it fails. */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(`${executablePath} is missing: "apt-get install chromium" brings what this suite needs`);
  await mkdir(pictures, { recursive: true });
  return chromium.launch({ executablePath, args: flags });
}

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: script errors, console errors, policy violations, answers from 400 on. */
  readonly complaints: string[];
  /** Takes what the story itself brought about out of the complaints. */
  expected(...complaints: readonly string[]): void;
}

/** A window of its own, with nobody signed in. */
export async function openWindow(browser: Browser, baseURL: string): Promise<Window> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1440, height: 960 },
    colorScheme: 'light',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  await page.addInitScript({ path: join(import.meta.dirname, 'in-page.js') });
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (line) => {
    // The network's own line names no address; the answer below does.
    const network = line.text().startsWith('Failed to load resource');
    if (line.type() === 'error' && !network) complaints.push(line.text());
  });
  page.on('response', (answer) => {
    if (answer.status() >= 400) complaints.push(`${answer.status()} ${new URL(answer.url()).pathname}`);
  });
  const expected = (...brought: readonly string[]) => {
    const left = complaints.filter((complaint) => !brought.includes(complaint));
    complaints.splice(0, Infinity, ...left);
  };
  return { page, context, complaints, expected };
}

export const picture = (page: Page, name: string) =>
  page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
