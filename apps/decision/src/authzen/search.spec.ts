import { newAgentId, newNhiId, personIdFor } from '@trivium/identity';
import { z } from 'zod';
import { holder, startAuthzen, table, type RunningAuthzen } from '../testing/authzen-bench.contract.js';

const people = Array.from({ length: 7 }, (_, n) => ({ id: personIdFor('hr', `p-${n}`), generation: 1 }));
const nhi = { id: newNhiId(), generation: 1 };
const agent = { id: newAgentId(), generation: 1 };
const person = { type: 'person', id: holder.id };
const read = { name: 'read' };

const whoReads = { subject: { type: 'person' }, action: read, resource: table('orders') };
const whatIsRead = { subject: person, action: read, resource: { type: 'table' } };
const whatIsDone = { subject: person, resource: table('orders') };

let authzen: RunningAuthzen;
beforeEach(async () => {
  authzen = await startAuthzen();
});
afterEach(() => authzen.stop());

const text = z.string().optional();
const found = z.strictObject({
  page: z.strictObject({ next_token: z.string(), count: z.number() }),
  results: z.array(z.strictObject({ id: text, type: text, name: text })),
});
type Found = z.output<typeof found>;

async function search(kind: 'subject' | 'resource' | 'action', body: object): Promise<Found> {
  const answer = await authzen.post(`/access/v1/search/${kind}`, body);
  expect(answer.status).toBe(200);
  return found.parse(answer.body);
}

/** All pages of a search, as lists of ids. */
async function pages(body: object, between: () => void = () => {}): Promise<readonly (readonly string[])[]> {
  const found: string[][] = [];
  let token: string | undefined;
  do {
    const { page, results } = await search('subject', { ...body, page: { limit: 3, token } });
    expect(page.count).toBe(results.length);
    found.push(results.map(({ id }) => id ?? ''));
    token = page.next_token;
    between();
  } while (token !== '');
  return found;
}

const grantAll = () => {
  for (const one of people) authzen.hold({ grantId: `g-${one.id}`, subjectId: one.id, chain: [one] });
};
const sorted = people.map(({ id }) => id).toSorted();

describe('a search', () => {
  it('finds subjects of the type that is asked for, each once, whatever id is given', async () => {
    authzen.hold({ grantId: 'g-1' });
    authzen.hold({ grantId: 'g-2' });
    authzen.hold({ grantId: 'g-3', subjectId: nhi.id, chain: [nhi] });
    authzen.hold({ grantId: 'g-4', action: 'write' });
    const found = await search('subject', { ...whoReads, subject: { type: 'person', id: 'ignored' } });
    expect(found).toEqual({ page: { next_token: '', count: 1 }, results: [person] });
    expect((await search('subject', { ...whoReads, subject: { type: 'nhi' } })).results).toEqual([
      { type: 'nhi', id: nhi.id },
    ]);
    expect((await search('subject', { ...whoReads, subject: { type: 'user' } })).results).toEqual([]);
  });

  it('finds resources and actions of a subject', async () => {
    authzen.hold({ grantId: 'g-1', resource: table('salaries') });
    authzen.hold({ grantId: 'g-2' });
    authzen.hold({ grantId: 'g-3', action: 'write' });
    authzen.hold({ grantId: 'g-4', resource: { type: 'view', id: 'orders' } });
    expect((await search('resource', whatIsRead)).results).toEqual([table('orders'), table('salaries')]);
    expect((await search('action', whatIsDone)).results).toEqual([{ name: 'read' }, { name: 'write' }]);
  });

  it('finds only what an evaluation would permit at this moment', async () => {
    authzen.hold({ grantId: 'g-1', resource: table('a') });
    authzen.hold({ grantId: 'g-2', resource: table('b'), chain: [holder, agent] });
    authzen.hold({
      grantId: 'g-3',
      resource: table('c'),
      expiresAt: new Date(authzen.clock.now().getTime() + 1_000),
    });
    const ids = async () => (await search('resource', whatIsRead)).results.map(({ id }) => id);
    expect(await ids()).toEqual(['a', 'b', 'c']);
    authzen.chains.deny(agent);
    authzen.clock.advance(1_000);
    expect(await ids()).toEqual(['a']);
    authzen.end('g-1');
    expect(await ids()).toEqual([]);
  });

  it('comes in pages, each subject once', async () => {
    grantAll();
    expect(await pages(whoReads)).toEqual([sorted.slice(0, 3), sorted.slice(3, 6), sorted.slice(6)]);
  });

  it('loses and repeats nobody who stays, whoever comes and goes meanwhile', async () => {
    grantAll();
    const [gone, ...staying] = sorted;
    const found = await pages(whoReads, () => {
      authzen.end(`g-${gone}`, gone);
      authzen.hold({ grantId: 'g-new', subjectId: `per_0`, chain: [holder] });
    });
    expect(found.flat().filter((id) => id !== gone && id !== 'per_0')).toEqual(staying);
  });

  it('fills its pages past those whose chain is cut', async () => {
    grantAll();
    for (const id of sorted.slice(0, 5)) authzen.chains.deny({ id, generation: 1 });
    expect((await pages(whoReads)).flat()).toEqual(sorted.slice(5));
  });

  it('goes on with its own limit when the next request names none', async () => {
    grantAll();
    const first = await search('subject', { ...whoReads, page: { limit: 2 } });
    const { results } = await search('subject', { ...whoReads, page: { token: first.page.next_token } });
    expect(results.map(({ id }) => id)).toEqual(sorted.slice(2, 4));
  });

  it('of no results has none, and says that there are some', async () => {
    grantAll();
    const { page, results } = await search('subject', { ...whoReads, page: { limit: 0 } });
    expect([page.count, results, page.next_token === '']).toEqual([0, [], false]);
  });

  it.each([
    { name: 'another question', over: { resource: table('salaries') } },
    { name: 'another context', over: { context: { a: 1 } } },
    { name: 'another limit', over: {}, page: { limit: 3 } },
    { name: 'a token that is none', over: {}, page: { token: 'e30' } },
    { name: 'a token of noise', over: {}, page: { token: '%%%' } },
  ])('is refused with $name than the token', async ({ over, page }) => {
    grantAll();
    const { next_token: token } = (await search('subject', { ...whoReads, page: { limit: 2 } })).page;
    const body = { ...whoReads, ...over, page: { token, ...page } };
    const answer = await authzen.post('/access/v1/search/subject', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'ERR_INVALID_PAGE_TOKEN' } });
  });

  it.each([
    { name: 'subjects without a type', kind: 'subject', body: { ...whoReads, subject: {} } },
    { name: 'subjects for no action', kind: 'subject', body: { ...whoReads, action: undefined } },
    { name: 'resources of nobody', kind: 'resource', body: { ...whatIsRead, subject: { type: 'person' } } },
    { name: 'actions on nothing', kind: 'action', body: { subject: person } },
    { name: 'a negative limit', kind: 'action', body: { ...whatIsDone, page: { limit: -1 } } },
    { name: 'a limit that is no number', kind: 'action', body: { ...whatIsDone, page: { limit: 'all' } } },
  ])('for $name is refused', async ({ kind, body }) => {
    const answer = await authzen.post(`/access/v1/search/${kind}`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'ERR_INVALID_INPUT' } });
  });

  it('is not answered while nobody can be sure', async () => {
    authzen.hold({ grantId: 'g-1' });
    authzen.chains.fault = 'unreachable';
    expect((await authzen.post('/access/v1/search/subject', whoReads)).status).toBe(503);
  });
});
