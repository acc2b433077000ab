import {
  holder,
  known,
  startAuthzen,
  table,
  type RunningAuthzen,
} from '../testing/authzen-bench.contract.js';
import { maxBagValues } from './check-bags.js';

const question = {
  subject: { type: 'person', id: holder.id },
  action: { name: 'read' },
  resource: table('orders'),
};
const evaluation = '/access/v1/evaluation';
const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as object;

let authzen: RunningAuthzen;
beforeAll(async () => {
  authzen = await startAuthzen();
  authzen.hold({ grantId: 'g-1' });
});
afterAll(() => authzen.stop());

describe('a question', () => {
  it.each([
    { name: 'beside the question', over: { hint: 1, page: {} } },
    { name: 'in the subject', over: { subject: { ...question.subject, tenant: 'a' } } },
    { name: 'in the action', over: { action: { name: 'read', method: 'GET' } } },
    { name: 'in the resource', over: { resource: { ...question.resource, owner: null } } },
  ])('may have unknown fields $name', async ({ over }) => {
    const answer = await authzen.post(evaluation, { ...question, ...over });
    expect([answer.status, answer.body.decision]).toEqual([200, true]);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it.each([
    { name: 'no subject', over: { subject: undefined }, at: '/subject' },
    { name: 'no type of the subject', over: { subject: { id: 'a' } }, at: '/subject/type' },
    { name: 'no id of the subject', over: { subject: { type: 'person' } }, at: '/subject/id' },
    { name: 'no action', over: { action: undefined }, at: '/action' },
    { name: 'no name of the action', over: { action: {} }, at: '/action/name' },
    { name: 'no resource', over: { resource: undefined }, at: '/resource' },
    { name: 'a number for an id', over: { resource: { type: 'table', id: 7 } }, at: '/resource/id' },
    {
      name: 'text for properties',
      over: { action: { name: 'a', properties: 'x' } },
      at: '/action/properties',
    },
    { name: 'a list for a context', over: { context: [] }, at: '/context' },
    { name: 'nothing for a context', over: { context: null }, at: '/context' },
  ])('with $name is refused where it is wrong', async ({ over, at }) => {
    const { status, body } = await authzen.post(evaluation, { ...question, ...over });
    expect([status, body.code]).toEqual([400, 'ERR_INVALID_INPUT']);
    expect(body.errors).toEqual([expect.objectContaining({ pointer: at })]);
  });

  it.each([
    { name: 'a context nested too deep', over: { context: nested(40) }, code: 'ERR_TOO_DEEP' },
    {
      name: 'a context of too many values',
      over: { context: { list: Array(maxBagValues).fill(0) } },
      code: 'ERR_CONTEXT_TOO_LARGE',
    },
    {
      name: 'properties of too many values',
      over: { resource: { ...table('orders'), properties: { list: Array(maxBagValues).fill(0) } } },
      code: 'ERR_CONTEXT_TOO_LARGE',
    },
  ])('with $name is refused by name', async ({ over, code }) => {
    const answer = await authzen.post(evaluation, { ...question, ...over });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  });

  it('may have a context as large as the limit says', async () => {
    const context = { list: Array(maxBagValues - 1).fill(0) };
    expect((await authzen.post(evaluation, { ...question, context })).body.decision).toBe(true);
  });

  it('that is larger than any body may be is refused by name', async () => {
    const context = { text: 'x'.repeat(128 * 1024) };
    const answer = await authzen.post(evaluation, { ...question, context });
    expect(answer).toMatchObject({ status: 413, body: { code: 'ERR_TOO_LARGE' } });
  });
});

it('only a denial is looked at again, for the caller that is told of it', async () => {
  const denied = { ...question, action: { name: 'write' } };
  authzen.denied.length = 0;
  const evaluations = [question, denied, { resource: 7 }, denied];
  const [permits, denials] = [await authzen.post(evaluation, question), authzen.denied.length];
  await authzen.post(evaluation, denied);
  await authzen.post('/access/v1/evaluations', { ...question, evaluations });
  await authzen.post('/access/v1/search/resource', { ...denied, resource: { type: 'table' } });
  expect([permits.body.decision, denials, authzen.denied]).toEqual([true, 0, ['tools', 'tools', 'tools']]);
});

describe('every answer', () => {
  const id = { 'x-request-id': 'r-1' };
  it.each([
    { name: 'a decision', body: question, headers: known, status: 200 },
    { name: 'a wrong body', body: {}, headers: known, status: 400 },
    { name: 'no JSON', body: '{"subject":', headers: known, status: 400 },
    { name: 'no object', body: '[]', headers: known, status: 400 },
    {
      name: 'a form',
      body: 'a=b',
      headers: { ...known, 'content-type': 'application/x-www-form-urlencoded' },
      status: 415,
    },
    { name: 'plain text', body: question, headers: { ...known, 'content-type': 'text/plain' }, status: 415 },
    { name: 'a stranger', body: question, headers: {}, status: 401 },
    { name: 'a stranger with a body that is none', body: '{', headers: {}, status: 401 },
  ])(
    'to $name has the status $status and the id of its request, wherever it is asked',
    async ({ body, headers, status }) => {
      for (const path of authzen.paths.filter((one) => one.includes('evaluation'))) {
        const answer = await authzen.post(path, body, { ...headers, ...id });
        expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, 'r-1']);
        expect(answer.headers.get('www-authenticate')).toBe(
          status === 401 ? 'Basic realm="trivium", charset="UTF-8"' : null,
        );
      }
    },
  );

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('to %s is that it is POST only', async (method) => {
    for (const path of authzen.paths) {
      const answer = await fetch(`${authzen.url}${path}?a=b`, { method, headers: id });
      expect([answer.status, answer.headers.get('allow'), answer.headers.get('x-request-id')]).toEqual([
        405,
        'POST',
        'r-1',
      ]);
    }
  });

  it('has no id when the request has none', async () => {
    expect((await authzen.post(evaluation, question)).headers.get('x-request-id')).toBeNull();
  });
});
