import {
  delegate,
  examplePeople,
  hire,
  playDemo,
  sinceEvent,
  verifiedRevocation,
  type DelegatedAgent,
  type Employee,
} from '@trivium/example';
import { compactVerify, createRemoteJWKSet } from 'jose';
import type { Browser } from 'playwright-core';
import { startSystem, type SystemUnderTest } from '../system.js';
import { checkOffline, clipboard } from './auditor.js';
import { launchChromium, openWindow, picture, type Window } from './browser.js';
import { chooseFirstPassword } from './first-password.js';
import { delegateOften, expireSession, numbered, verifiedInAgentRoad } from './circumstances.js';
import { ConsolePage, lanes, type Road } from './console-page.js';
import { look, lookNarrow, stagesSeen } from './page-checks.js';

type Revocations = Awaited<ReturnType<typeof playDemo>>;

const order = ['received', 'contained', 'eradicated', 'verified'];
const soon = { timeout: 60_000 };

/** One person's day with the page. It is never reloaded, except where the story says so. */
describe('the console, in Chromium, on the running system', () => {
  let system: SystemUnderTest;
  let browser: Browser;
  let window: Window;
  let page: ConsolePage;
  let demo: Revocations;
  let person: Employee;
  let agent: DelegatedAgent;

  beforeAll(async () => {
    browser = await launchChromium();
    system = await startSystem();
    window = await openWindow(browser, system.address.gatewayUrl);
    page = new ConsolePage(window.page);
  });
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });
  afterEach(() => expect(window.complaints.splice(0)).toEqual([]));

  const fine = async (name: string) => expect(await look(window.page, name)).toEqual([]);
  const fineNarrow = async (name: string) => expect(await lookNarrow(window.page, name)).toEqual([]);

  it('shows nothing before one signs in, and says in words what is wrong', async () => {
    const { username, password } = system.address.admin;
    await window.page.goto('/');
    await page.door.waitFor();
    await page.signIn(username, 'a guess');
    await window.page
      .getByRole('alert')
      .filter({ hasText: 'The user name or the password is wrong.' })
      .waitFor();
    await fine('sign-in-refused');
    await page.signIn(username, password);
    await page.title.waitFor();
    window.expected('401 /v1/session');
  });

  it('says what to do while nothing has happened', async () => {
    await page.connection('Live').waitFor();
    await window.page.getByRole('region', { name: 'No access has ended yet' }).waitFor();
    await fine('empty');
    await fineNarrow('empty');
  });

  it('shows the demo as it happens, each revocation in its lane, to the millisecond', async () => {
    demo = await playDemo(system, { flow: () => {}, tell: () => {}, proof: () => {} });
    for (const revocation of demo) {
      const card = page.card(revocation.revocationId);
      await card.and(window.page.locator('[data-stage="verified"]')).waitFor(soon);
      expect(await page.lane(revocation.road).locator(card).count()).toBe(1);
      const said = await page.stages(card);
      expect(Object.keys(said)).toEqual(['Event', 'Contained', 'Eradicated', 'Verified']);
      expect(said.Event).toMatch(/^\d\d:\d\d:\d\d\.\d{3}$/);
      for (const [name, stage] of Object.entries({ Contained: 'contained', Verified: 'verified' } as const)) {
        const ms = sinceEvent(revocation, stage);
        expect(said[name]).toMatch(ms < 1_000 ? `+${ms} ms` : /^\+\d+(\.\d+)? s$/);
      }
      const stages = await stagesSeen(window.page, revocation.revocationId);
      expect(stages.at(-1)).toBe('verified');
      expect(stages).toEqual(order.filter((stage) => stages.includes(stage)));
    }
    expect(demo.map(({ road }) => road)).toEqual(['workforce', 'workload', 'agent']);
    await fine('demo');
    await fineNarrow('demo');
  });

  it('shows that no road is behind any more, by topic', async () => {
    for (const road of Object.keys(lanes) as Road[]) {
      const name = `${lanes[road]}: lag 0 messages, show by topic`;
      await page.lane(road).getByRole('button', { name }).waitFor(soon);
    }
    await page
      .lane('workload')
      .getByRole('button', { name: /show by topic/ })
      .click();
    const rows = window.page.getByRole('table', { name: 'Not read yet, by topic' }).getByRole('row');
    expect((await rows.allInnerTexts()).map((text) => text.split(/\s/)[0]).sort()).toEqual([
      'Topic',
      'workforce.lifecycle',
      'workload.change',
      'workload.revocation',
    ]);
    await picture(window.page, 'lag');
    await window.page.keyboard.press('Escape');
  });

  it('leads to the receipts, and whoever copies the commands finds the signature valid', async () => {
    const leaver = demo[0]!;
    const { gatewayUrl } = system.address;
    await page.card(leaver.revocationId).getByRole('link').click();
    await page.drawer.getByRole('heading', { name: leaver.subject.label }).waitFor();
    for (const { target } of leaver.receipts) await page.receipt(target, 'confirmed').waitFor();
    await fine('detail');
    const receipt = page.receipt('orders-db', 'confirmed');
    await receipt.getByText('Signed receipt', { exact: true }).click();
    const jws = await receipt.getByLabel('Signed receipt, JWS compact form').innerText();
    const keys = createRemoteJWKSet(new URL(`${gatewayUrl}/v1/workforce/.well-known/jwks.json`));
    const { payload } = await compactVerify(jws.trim(), keys);
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
      revocationId: leaver.revocationId,
      target: 'orders-db',
      status: 'confirmed',
    });
    await receipt.getByRole('button', { name: 'Copy JWS' }).click();
    expect(await clipboard(window.page)).toBe(jws.trim());
    const { genuine, forged } = await checkOffline(window.page, receipt);
    expect(genuine.output).toContain('the signature is valid');
    expect(genuine.output).toContain(leaver.revocationId);
    expect(forged.output).toContain('the signature is WRONG');
    expect([genuine.code, forged.code === 0]).toEqual([0, false]);
    await fine('receipt');
    await fineNarrow('receipt');
    await page.closeDrawer();
  });

  it('holds a revocation where it is while a target is down, says who has to act, and goes on by itself', async () => {
    const engineers = examplePeople(40, 'long').filter(({ department }) => department === 'Engineering');
    const displayName =
      'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Adolph Blaine Charles Maximilian';
    const [engineer] = await hire(system, [{ ...engineers[0]!, displayName }]);
    await system.stack.servers.cache.kill?.();
    await system.hris.left(engineer!.externalId);
    const card = page.cardOf('workforce', displayName);
    await card.getByText('1 target needs a person').waitFor(soon);
    expect(await card.getAttribute('data-stage')).toBe('contained');
    expect((await page.stages(card)).Contained).toMatch(/^\+\d/);
    await page.choose('State', 'Needs a person');
    expect(await page.cards('workforce').count()).toBe(1);
    await fine('attention');
    await fineNarrow('attention');
    await card.getByRole('link').click();
    await page.receipt('cache', 'unavailable').waitFor();
    await page.receipt('orders-db', 'confirmed').waitFor(soon);
    await fine('attention-detail');
    await page.closeDrawer();
    await page.choose('State', 'Any state');
    await system.stack.servers.cache.restart?.();
    const verified = await verifiedRevocation(system, 'workforce', engineer!.personId);
    await page.card(verified.revocationId).and(window.page.locator('[data-stage="verified"]')).waitFor(soon);
    const seen = await stagesSeen(window.page, verified.revocationId);
    expect(seen).toEqual(order.filter((stage) => seen.includes(stage)));
    expect(seen).toContain('contained');
  });

  it('keeps 200 revocations readable that end in one moment', async () => {
    [person] = (await hire(system, examplePeople(1, 'storm'))) as [Employee];
    agent = await delegate(system, 'storm-assistant', person.personId);
    const tomorrow = new Date(Date.now() + 86_400_000);
    await delegateOften(system, agent, person.personId, numbered('storm', 199), tomorrow);
    await system.hris.left(person.externalId);
    await page.search.fill('storm');
    await page.lane('agent').getByText('199 of 199 verified').waitFor({ timeout: 120_000 });
    await page.search.fill('');
    await fine('storm');
    await fineNarrow('storm');
    const before = await page.cards('agent').count();
    await page.lane('agent').getByRole('button', { name: 'Show more' }).click();
    expect(await page.cards('agent').count()).toBe(before * 2);
    await page.choose('Layout', 'Table');
    await window.page
      .getByRole('region', { name: 'Table of revocations' })
      .getByRole('row')
      .nth(50)
      .waitFor();
    await fine('table');
    await fineNarrow('table');
    await page.choose('Layout', 'Lanes');
  });

  it('finds a subject, and keeps in its address what one sees', async () => {
    await page.search.fill('storm 17');
    await page.lane('agent').getByText('10 of 10 verified').waitFor();
    expect(await page.cards('agent').count()).toBe(10);
    await page.lane('workforce').getByText('No revocation here matches.').waitFor();
    await page.choose('Road', 'Agents');
    expect(await page.lane('workforce').count()).toBe(0);
    expect(new URL(window.page.url()).search).toBe('?road=agent&subject=storm+17');
    await fine('filtered');
    await window.page.reload();
    await page.lane('agent').getByRole('list', { name: 'Revocations, Agents' }).waitFor();
    expect(await page.search.inputValue()).toBe('storm 17');
    await page.choose('Road', 'All roads');
    await page.search.fill('');
    expect(new URL(window.page.url()).search).toBe('');
  });

  it('can be used with the keyboard alone', async () => {
    const { keyboard } = window.page;
    await page.title.click();
    await keyboard.press('/');
    expect(await page.focused()).toBe('Search by subject');
    const { label } = demo[1]!.subject;
    await keyboard.type(label);
    await page.cards('workload').first().waitFor();
    await page
      .lane('agent')
      .getByText(/matches\.$/)
      .waitFor();
    for (let step = 0; step < 8 && (await page.focused()) !== label; step += 1) await keyboard.press('Tab');
    expect(await page.focused()).toBe(label);
    await picture(window.page, 'keyboard');
    await keyboard.press('Enter');
    await page.drawer.waitFor();
    await page.receipt('orders-db', 'confirmed').waitFor();
    await keyboard.press('Escape');
    await page.drawer.waitFor({ state: 'hidden' });
    await window.page.locator('a:focus', { hasText: label }).waitFor();
    await window.page.goBack();
    await page.drawer.waitFor();
    await window.page.goBack();
    await page.drawer.waitFor({ state: 'hidden' });
    await page.search.fill('');
    await window.page.getByRole('radiogroup', { name: 'Road' }).getByRole('radio').first().focus();
    await keyboard.press('ArrowRight');
    expect(new URL(window.page.url()).search).toBe('?road=workforce');
    await keyboard.press('ArrowLeft');
  });

  it('comes back by itself when the gateway was killed, with everything that happened meanwhile', async () => {
    [person] = (await hire(system, examplePeople(1, 'unwatched'))) as [Employee];
    agent = await delegate(system, 'unwatched-assistant', person.personId);
    const names = numbered('unwatched', 60);
    await delegateOften(system, agent, person.personId, names, new Date(Date.now() + 20_000));
    await system.stack.services.gateway.kill();
    await window.page.getByRole('alert').filter({ hasText: 'No live updates since' }).waitFor();
    await page.connection('Reconnecting').waitFor();
    await fine('offline');
    await verifiedInAgentRoad(system, 'unwatched %', names.length);
    await system.stack.services.gateway.start();
    await page.connection('Live').waitFor(soon);
    await page.search.fill('unwatched');
    await page.lane('agent').getByText('60 of 60 verified').waitFor(soon);
    await page.search.fill('');
    window.expected(...window.complaints.filter((complaint) => complaint.includes('ERR_CONNECTION_REFUSED')));
  });

  it('goes on telling after the broker was away', async () => {
    await system.restart('kafka');
    await system.hris.left(person.externalId);
    const { revocationId } = await verifiedRevocation(system, 'workforce', person.personId);
    await page.card(revocationId).and(window.page.locator('[data-stage="verified"]')).waitFor(soon);
  });

  it('says which road cannot be read, and shows the others', async () => {
    await system.stack.services.agent.kill();
    await window.page.reload();
    await page.lane('agent').getByText('This road cannot be read').waitFor(soon);
    await page.cards('workforce').first().waitFor();
    await fine('road-down');
    await system.stack.services.agent.start();
    await page.lane('agent').getByRole('button', { name: 'Try again' }).click();
    await page.cards('agent').first().waitFor(soon);
    window.expected('502 /v1/agent/revocations');
  });

  it('asks again who one is when the session is over, and comes back to the same view', async () => {
    const { username, password } = system.address.admin;
    await page.choose('Road', 'People');
    const [cookie] = await window.context.cookies();
    expect(cookie).toMatchObject({ name: 'trv_session', httpOnly: true, sameSite: 'Strict' });
    await expireSession(system, cookie!.value);
    await window.page.getByText('Your session has ended. Sign in again to go on.').waitFor(soon);
    await fine('session-over');
    await page.signIn(username, password);
    await page.cards('workforce').first().waitFor();
    expect(new URL(window.page.url()).search).toBe('?road=workforce');
    window.expected('401 /v1/stream');
  });

  it('ends the session at the gateway when one signs out', async () => {
    const [cookie] = await window.context.cookies();
    await window.page.getByRole('button', { name: /^Account of / }).click();
    await window.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.door.waitFor();
    const answer = await fetch(`${system.address.gatewayUrl}/v1/session`, {
      headers: { cookie: `trv_session=${cookie!.value}` },
    });
    expect(answer.status).toBe(401);
    expect(await window.context.cookies()).toEqual([]);
    await window.page.goBack();
    await page.door.waitFor();
    window.expected('401 /v1/session');
  });

  it('lets a colleague in with the password that was handed over, once another one is chosen', async () => {
    await chooseFirstPassword(system, page, 'marta', () => fine('choose-password'));
    window.expected('403 /v1/session', '400 /v1/session');
  });
});
