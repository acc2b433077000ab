import { newAgentId } from '@trivium/identity';
import { holder, startAuthzen, table, type RunningAuthzen } from '../testing/authzen-bench.contract.js';
import { maxEvaluations } from './evaluations-request.js';

const agent = { id: newAgentId(), generation: 1 };
const subject = { type: 'person', id: holder.id };
const read = { name: 'read' };
const granted = { resource: table('orders') };
const other = { resource: table('salaries') };

let authzen: RunningAuthzen;
beforeAll(async () => {
  authzen = await startAuthzen();
  authzen.hold({ grantId: 'g-1' });
  authzen.hold({ grantId: 'g-2', chain: [holder, agent], resource: table('delegated') });
});
afterAll(() => authzen.stop());

interface Answer {
  readonly decision: boolean;
  readonly context: { readonly error?: { readonly status: number; readonly message: string } };
}

async function ask(evaluations: readonly unknown[], over: object = {}): Promise<readonly Answer[]> {
  const body = { subject, action: read, evaluations, ...over };
  const answer = await authzen.post('/access/v1/evaluations', body);
  expect([answer.status, Object.keys(answer.body)]).toEqual([200, ['evaluations']]);
  return answer.body.evaluations as Answer[];
}
const decisions = (answers: readonly Answer[]) => answers.map(({ decision }) => decision);

describe('many questions at once', () => {
  it.each([
    { semantic: undefined, want: [true, false, true] },
    { semantic: 'execute_all', want: [true, false, true] },
    { semantic: 'deny_on_first_deny', want: [true, false] },
    { semantic: 'permit_on_first_permit', want: [true] },
  ])('are answered in order with $semantic', async ({ semantic, want }) => {
    const options = { evaluations_semantic: semantic, another: 1 };
    expect(decisions(await ask([granted, other, granted], { options }))).toEqual(want);
  });

  it.each([
    { semantic: 'deny_on_first_deny', asked: [granted, granted], want: [true, true] },
    { semantic: 'permit_on_first_permit', asked: [other, other], want: [false, false] },
    { semantic: 'permit_on_first_permit', asked: [other, granted, other], want: [false, true] },
    { semantic: 'deny_on_first_deny', asked: [granted, {}, granted], want: [true, false] },
  ])('go on until $semantic is settled: $want', async ({ semantic, asked, want }) => {
    expect(decisions(await ask(asked, { options: { evaluations_semantic: semantic } }))).toEqual(want);
  });

  it('each replace the defaults as a whole', async () => {
    const defaults = { action: { name: 'write' }, resource: table('orders') };
    const own = [{}, { action: read }, { action: read, ...other }, { subject: { type: 'person' } }];
    const answers = await ask(own, defaults);
    expect(decisions(answers)).toEqual([false, true, false, false]);
    expect(answers[3]?.context).toEqual({
      error: { status: 400, message: expect.stringContaining('/subject/id') as string },
    });
  });

  it.each([
    { name: 'that lacks a resource', own: {}, says: '/resource' },
    { name: 'with a resource of the wrong type', own: { resource: 'orders' }, says: '/resource' },
    { name: 'with an empty id', own: { resource: table('') }, says: '/resource/id' },
    { name: 'that is no object', own: 'orders', says: 'is not an object' },
    { name: 'that is a list', own: [granted], says: 'is not an object' },
    { name: 'that is nothing', own: null, says: 'is not an object' },
  ])('go on past one $name, which says so', async ({ own, says }) => {
    const answers = await ask([own, granted]);
    expect(decisions(answers)).toEqual([false, true]);
    expect(answers[0]?.context.error).toEqual({
      status: 400,
      message: expect.stringContaining(says) as string,
    });
  });

  it('read each chain once', async () => {
    const before = authzen.chains.reads;
    await ask([granted, granted, { resource: table('delegated') }, granted, other]);
    expect(authzen.chains.reads - before).toBe(2);
  });

  it.each([
    { name: 'without evaluations', evaluations: undefined },
    { name: 'with an empty list of them', evaluations: [] },
  ])('are one question $name', async ({ evaluations }) => {
    const body = { subject, action: read, ...granted, evaluations };
    const answer = await authzen.post('/access/v1/evaluations', body);
    expect(answer.body).toMatchObject({ decision: true, context: { reason: 'granted' } });
    const { status } = await authzen.post('/access/v1/evaluations', { subject, action: read, evaluations });
    expect(status).toBe(400);
  });

  it.each([
    { name: 'an unknown semantic', over: { options: { evaluations_semantic: 'at_random' } }, code: 'INPUT' },
    { name: 'a default of the wrong type', over: { subject: 'me' }, code: 'INPUT' },
    { name: 'a list that is none', over: { evaluations: { 0: granted } }, code: 'INPUT' },
    {
      name: 'too many',
      over: { evaluations: Array(maxEvaluations + 1).fill(granted) },
      code: 'TOO_MANY_EVALUATIONS',
    },
  ])('are refused together for $name', async ({ over, code }) => {
    const body = { subject, action: read, evaluations: [granted], ...over };
    const answer = await authzen.post('/access/v1/evaluations', body);
    expect(answer).toMatchObject({ status: 400, body: { code: expect.stringContaining(code) as string } });
  });

  it('may be as many as the limit says', async () => {
    expect(await ask(Array(maxEvaluations).fill(granted))).toHaveLength(maxEvaluations);
  });
});
