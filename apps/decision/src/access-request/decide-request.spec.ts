import {
  accessRequestBench,
  asker,
  issuer,
  marta,
  question,
  sam,
  taskLife,
} from '../testing/access-request-bench.contract.js';
import { taskOf } from './task.js';

const endpoint = `${issuer}/access/v1/requests`;
const refused = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (cause: unknown) => (cause as { code: string }).code,
  );
const privileged = {
  ...question,
  resource: { ...question.resource, properties: { privileged: true } },
};
const hour = 3_600_000;

describe('a request that waits', () => {
  it('is approved by whom the model names, and says that this grants nothing yet', async () => {
    const bench = accessRequestBench();
    const { taskId } = await bench.submitted();
    const approved = await bench.approve.execute(taskId, marta);
    expect(await bench.store.find(undefined, taskId)).toEqual(approved);
    const now = bench.clock.now();
    const { task, result } = taskOf(approved, endpoint, now);
    expect(task).toMatchObject({
      id: taskId,
      status: 'approved',
      status_endpoint: `${endpoint}/${taskId}`,
      display: { description: expect.stringContaining('opens nothing by itself') },
    });
    expect(task).not.toHaveProperty('links');
    expect(result).toEqual({
      mode: 'reevaluate',
      approval: {
        id: expect.stringMatching(/^apr_[0-9a-f-]{36}$/),
        approved_at: now,
        approved_until: new Date(now.getTime() + 180 * 24 * hour),
      },
    });
    expect(bench.acts()).toEqual(['request.submitted', 'request.endorsed', 'request.approved']);
  });

  it('of privileged access is approved by two people', async () => {
    const bench = accessRequestBench();
    const { taskId } = await bench.submitted(privileged);
    const both = { ...marta, roles: ['manager', 'security'] as const };
    expect((await bench.approve.execute(taskId, both)).status).toBe('pending');
    expect(await refused(bench.approve.execute(taskId, both))).toBe('ERR_APPROVED_ALREADY');
    expect((await bench.approve.execute(taskId, sam)).status).toBe('approved');
    expect(bench.entries.map(({ action, actor, detail }) => [action, actor.id, detail?.approver])).toEqual([
      ['request.submitted', 'tools', undefined],
      ['request.endorsed', marta.subject, 'manager'],
      ['request.endorsed', sam.subject, 'security'],
      ['request.approved', sam.subject, undefined],
    ]);
  });

  it('is denied with a reason, and that is the end of it', async () => {
    const bench = accessRequestBench();
    const { taskId } = await bench.submitted();
    const denied = await bench.deny.execute(taskId, marta, 'not your table');
    expect(taskOf(denied, endpoint, bench.clock.now())).toMatchObject({ task: { status: 'denied' } });
    expect(bench.entries.at(-1)).toMatchObject({ action: 'request.denied', reason: 'not your table' });
    expect(await refused(bench.approve.execute(taskId, marta))).toBe('ERR_REQUEST_CLOSED');
    expect(await refused(bench.cancel.execute(taskId, 'tools'))).toBe('ERR_INVALID_TASK_STATE');
  });

  it('is taken back by its requester', async () => {
    const bench = accessRequestBench();
    const { taskId } = await bench.submitted();
    expect(await refused(bench.cancel.execute(taskId, 'others'))).toBe('ERR_UNKNOWN_TASK');
    expect((await bench.cancel.execute(taskId, 'tools', 'not needed')).status).toBe('cancelled');
    expect(bench.entries.at(-1)).toMatchObject({ action: 'request.cancelled', reason: 'not needed' });
    expect(await refused(bench.cancel.execute(taskId, 'tools'))).toBe('ERR_INVALID_TASK_STATE');
  });

  it.each([
    { name: 'nobody with another role', by: sam, want: 'ERR_NOT_THE_APPROVER' },
    { name: 'its subject', by: { ...marta, subject: `person:${asker.id}` }, want: 'ERR_OWN_REQUEST' },
    { name: 'who asks', by: { ...marta, subject: 'tools' }, want: 'ERR_OWN_REQUEST' },
  ])('is never decided by $name', async ({ by, want }) => {
    const bench = accessRequestBench();
    const { taskId } = await bench.submitted();
    expect(await refused(bench.approve.execute(taskId, by))).toBe(want);
    expect(await refused(bench.deny.execute(taskId, by, 'no'))).toBe(want);
    expect(bench.acts()).toEqual(['request.submitted']);
  });

  it.each([
    { name: 'contained', fault: undefined },
    { name: 'perhaps contained', fault: 'unreachable' as const },
  ])('is not approved while its subject is $name', async ({ fault }) => {
    const bench = accessRequestBench();
    const { taskId } = await bench.submitted();
    bench.chains.fault = fault;
    if (!fault) bench.chains.deny(asker);
    expect(await refused(bench.approve.execute(taskId, marta))).toBe('ERR_SUBJECT_NOT_LIVE');
  });

  it('expires, and is known for another day', async () => {
    const bench = accessRequestBench();
    const request = await bench.submitted();
    bench.clock.advance(taskLife);
    expect(taskOf(request, endpoint, bench.clock.now()).task.status).toBe('expired');
    expect(await refused(bench.approve.execute(request.taskId, marta))).toBe('ERR_REQUEST_CLOSED');
    expect(await refused(bench.cancel.execute(request.taskId, 'tools'))).toBe('ERR_TASK_EXPIRED');
    await bench.expire.execute();
    await bench.expire.execute();
    expect(bench.acts()).toEqual(['request.submitted', 'request.expired']);
    expect(await bench.store.find(undefined, request.taskId)).toMatchObject({ status: 'expired' });
    bench.clock.advance(25 * hour);
    await bench.expire.execute();
    expect(await bench.store.find(undefined, request.taskId)).toBeUndefined();
  });

  it('is there or not', async () => {
    const bench = accessRequestBench();
    expect(await refused(bench.approve.execute('arq_x', marta))).toBe('ERR_NOT_FOUND');
    expect(await refused(bench.cancel.execute('arq_x', 'tools'))).toBe('ERR_UNKNOWN_TASK');
  });
});

it('several items have a result each, and none together', async () => {
  const bench = accessRequestBench();
  const items = [];
  for (const action of [{ name: 'read' }, { name: 'write' }]) {
    const { resource, denial } = await bench.bodyAfter({ ...question, action });
    items.push({ resource, action, denial });
  }
  const { taskId } = await bench.submit({ subject: question.subject, items });
  const approved = taskOf(await bench.approve.execute(taskId, marta), endpoint, bench.clock.now());
  expect(approved).not.toHaveProperty('result');
  const results = approved.task.items?.map(({ action, status, result }) => [
    action.name,
    status,
    result?.mode,
  ]);
  expect(results).toEqual([
    ['read', 'approved', 'reevaluate'],
    ['write', 'approved', 'reevaluate'],
  ]);
  expect(new Set(approved.task.items?.map(({ result }) => result?.approval.id)).size).toBe(2);
});
