import { until } from '@trivium/testing';
import { owner, startWorkload } from '../testing/running-workload.contract.js';

const running = await startWorkload();
afterAll(() => running.stop());

const minute = 60_000;
const before = (minutes: number) => new Date(running.clock.now().getTime() - minutes * minute).toISOString();
async function deployedService(repository: string) {
  const nhiId = await running.register({ repositories: [repository] });
  await running.deployed({ repository, requestedPermissions: ['orders:read'] });
  running.clock.advance(minute);
  return nhiId;
}
const changesOf = async (nhiId: string) => (await running.reviewsOf(nhiId)).map(({ changes }) => changes);

describe('a deployment', () => {
  const first = ['first deployment to this environment', 'permission added: orders:read'];
  it.each([
    { name: 'of the same needs opens no review', event: { sha: 'def' }, want: [first] },
    {
      name: 'that says nothing of its needs opens none',
      event: { requestedPermissions: undefined },
      want: [first],
    },
    {
      name: 'that needs more opens one',
      event: { requestedPermissions: ['orders:read', 'orders:write'] },
      want: [['permission added: orders:write'], first],
    },
    {
      name: 'that needs less opens one',
      event: { requestedPermissions: [] },
      want: [['permission no longer used: orders:read'], first],
    },
    { name: 'to another environment opens one', event: { environment: 'staging' }, want: [first, first] },
    {
      name: 'that removes the service opens one',
      event: { state: 'inactive' as const },
      want: [['service removed'], first],
    },
    {
      name: 'that failed opens none',
      event: { state: 'failure' as const, requestedPermissions: ['all'] },
      want: [first],
    },
    {
      name: 'on its way opens none',
      event: { state: 'in_progress' as const, requestedPermissions: ['all'] },
      want: [first],
    },
  ])('$name', async ({ name, event, want }) => {
    const repository = `example/${name.replaceAll(' ', '-')}`;
    const nhiId = await deployedService(repository);
    await running.deployed({ repository, requestedPermissions: ['orders:read'], ...event });
    expect(await changesOf(nhiId)).toEqual(want);
  });

  it('that the next one has replaced ends without a review, as GitHub ends it', async () => {
    const repository = 'example/replaced';
    const nhiId = await deployedService(repository);
    const permissions = { repository, requestedPermissions: ['orders:read'] };
    await running.deployed({ ...permissions, deploymentId: '2', sha: 'def' });
    await running.deployed({ ...permissions, deploymentId: '1', state: 'inactive' });
    expect(await changesOf(nhiId)).toEqual([first]);
    await running.deployed({ ...permissions, deploymentId: '2', sha: 'def', state: 'inactive' });
    expect(await changesOf(nhiId)).toEqual([['service removed'], first]);
  });

  it('of a version that ran before opens one', async () => {
    const repository = 'example/rolled-back';
    const nhiId = await deployedService(repository);
    await running.deployed({ repository, deploymentId: '2', sha: 'def' });
    await running.deployed({ repository, deploymentId: '3', sha: 'abc' });
    expect(await changesOf(nhiId)).toEqual([['earlier version deployed again: abc'], first]);
  });

  it('that is older than what is known changes nothing', async () => {
    const repository = 'example/out-of-order';
    const nhiId = await deployedService(repository);
    await running.deployed({ repository, occurredAt: before(60), requestedPermissions: ['all'] });
    expect(await changesOf(nhiId)).toEqual([first]);
  });

  it('told three times opens one review, with a deadline and for the owner', async () => {
    const repository = 'example/told-thrice';
    const nhiId = await deployedService(repository);
    const event = { repository, requestedPermissions: ['orders:write'], occurredAt: before(0) };
    for (let time = 0; time < 3; time += 1) await running.deployed(event);
    expect(await running.reviewsOf(nhiId)).toHaveLength(2);
    const opened = (await running.said(nhiId)).filter(({ type }) => type === 'workload.review.opened.v1');
    expect(opened.at(-1)).toMatchObject({
      data: { ownerId: owner, changes: expect.arrayContaining(['permission added: orders:write']) },
    });
    expect(await running.recorded(nhiId)).toContain('review.opened success material-change');
    const [review] = await running.reviewsOf(nhiId);
    expect(review).toMatchObject({
      state: 'open',
      proposed: ['orders:write'],
      deadline: new Date(running.clock.now().getTime() + 7 * 86_400_000).toISOString(),
    });
  });

  it('of a repository of nobody’s opens none', async () => {
    await running.deployed({ repository: 'example/unowned' });
    expect(await running.recorded('github:example/unowned')).toEqual([
      'deployment.reported success material-change',
    ]);
  });
});

describe('a review', () => {
  const decide = (reviewId: unknown, body: unknown, as: readonly ('owner' | 'auditor')[] = ['owner']) =>
    running.call('POST', `/reviews/${String(reviewId)}/decide`, { as, body });
  const openReview = async (repository: string) => {
    const nhiId = await deployedService(repository);
    return { nhiId, reviewId: (await running.reviewsOf(nhiId))[0]!.reviewId };
  };

  it('that ends in "revoke" ends every credential, and is on the record', async () => {
    const { nhiId, reviewId } = await openReview('example/revoked');
    const { credentialId, name, secret } = await running.working(nhiId);
    const decided = await decide(reviewId, { decision: 'revoke', reason: 'no longer needed' });
    expect(decided).toMatchObject({ status: 202, body: { state: 'decided', decision: 'revoke' } });
    await until(async () => (await running.logIn(name, secret)) === 'refused');
    expect(await running.revocationsOf(credentialId)).toMatchObject([{ reason: 'review' }]);
    expect(await running.recorded(nhiId)).toContain('review.decided success revoke');
  });

  it('is decided once', async () => {
    const { reviewId } = await openReview('example/once');
    expect(await decide(reviewId, { decision: 'keep', reason: 'fine' })).toMatchObject({ status: 202 });
    expect(await decide(reviewId, { decision: 'revoke', reason: 'not' })).toMatchObject({ status: 409 });
  });

  it.each([
    { name: 'an unknown decision', body: { decision: 'maybe', reason: 'x' }, pointer: '/decision' },
    { name: 'no reason', body: { decision: 'keep', reason: ' ' }, pointer: '/reason' },
    { name: 'an unknown field', body: { decision: 'keep', reason: 'x', by: 'me' }, pointer: '/by' },
    { name: 'nothing', body: {}, pointer: '/decision' },
  ])('with $name is a problem that says where', async ({ body, pointer }) => {
    const answer = await decide('rvw_00000000-0000-7000-8000-000000000001', body);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  it.each([
    {
      name: 'that there is not',
      id: 'rvw_00000000-0000-7000-8000-000000000001',
      as: ['owner'] as const,
      status: 404,
    },
    { name: 'of no id', id: '7', as: ['owner'] as const, status: 400 },
    {
      name: 'decided by an auditor',
      id: 'rvw_00000000-0000-7000-8000-000000000001',
      as: ['auditor'] as const,
      status: 403,
    },
  ])('$name is a problem with $status', async ({ id, as, status }) =>
    expect(await decide(id, { decision: 'keep', reason: 'x' }, as)).toMatchObject({
      status,
      type: 'application/problem+json',
    }),
  );
});
