import type { Locator, Page } from 'playwright-core';

export const lanes = { workforce: 'People', workload: 'Non-human identities', agent: 'Agents' } as const;
export type Road = keyof typeof lanes;

/** The console as one who uses it finds things: by role and name. */
export class ConsolePage {
  constructor(readonly page: Page) {}

  async signIn(username: string, password: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'User name' }).fill(username);
    await this.page.getByRole('textbox', { name: 'Password' }).fill(password);
    await this.enter.click();
  }

  get enter(): Locator {
    return this.page.getByRole('button', { name: 'Sign in' });
  }

  get newPassword(): Locator {
    return this.page.getByRole('textbox', { name: 'New password' });
  }

  get title(): Locator {
    return this.page.getByRole('heading', { level: 1, name: 'Revocations' });
  }

  get door(): Locator {
    return this.page.getByRole('heading', { level: 1, name: 'Sign in' });
  }

  connection(words: 'Live' | 'Reconnecting'): Locator {
    return this.page.getByRole('status', { name: 'Connection' }).filter({ hasText: words });
  }

  lane(road: Road): Locator {
    return this.page.getByRole('region', { name: lanes[road] });
  }

  cards(road: Road): Locator {
    return this.lane(road)
      .getByRole('list', { name: `Revocations, ${lanes[road]}` })
      .locator('> li');
  }

  card(revocationId: string): Locator {
    return this.page.locator('li', { has: this.page.locator(`[data-revocation="${revocationId}"]`) });
  }

  cardOf(road: Road, label: string): Locator {
    return this.cards(road).filter({ has: this.page.getByRole('link', { name: label, exact: true }) });
  }

  /** What each stage of a card says, by its name. */
  async stages(card: Locator): Promise<Record<string, string>> {
    const steps = await card.getByRole('list', { name: 'Stages' }).getByRole('listitem').all();
    const texts = await Promise.all(steps.map((step) => step.innerText()));
    return Object.fromEntries(
      texts.map((text) => text.split('\n').map((part) => part.trim()) as [string, string]),
    );
  }

  get drawer(): Locator {
    return this.page.getByRole('dialog');
  }

  receipt(target: string, status: string): Locator {
    return this.drawer.getByRole('listitem', { name: `${target}: ${status}` });
  }

  async closeDrawer(): Promise<void> {
    await this.page.getByRole('button', { name: 'Close the revocation' }).click();
    await this.drawer.waitFor({ state: 'hidden' });
  }

  choose(group: 'Road' | 'State' | 'Layout', choice: string): Promise<void> {
    return this.page.getByRole('radiogroup', { name: group }).locator('label', { hasText: choice }).click();
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search by subject' });
  }

  /** Role and name of what has the focus. */
  focused(): Promise<string> {
    return this.page.evaluate<string>(
      `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()).slice(0, 60)`,
    );
  }
}
