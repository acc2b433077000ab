import { personIdFor } from '@trivium/identity';
import { until } from '@trivium/testing';
import { OWNERS, type OwnerStore } from './owner.store.js';
import { startWorkload } from '../testing/running-workload.contract.js';

const day = 86_400_000;
const running = await startWorkload();
afterAll(() => running.stop());

let people = 0;
const somebody = () => personIdFor('hr', `owner ${(people += 1)}`);
const assign = (nhiId: string, ownerId: unknown) =>
  running.call('PUT', `/nhis/${nhiId}/owner`, { as: ['admin'], body: { ownerId } });
const reinstate = (nhiId: string, ownerId: string) =>
  running.call('POST', `/nhis/${nhiId}/reinstate`, {
    as: ['admin'],
    body: { ownerId, reason: 'somebody answers for it again' },
  });
const state = async (nhiId: string) => (await running.nhi(nhiId)).state;

describe('an identity whose owner left', () => {
  it('works on, with a deadline to find another', async () => {
    const ownerId = somebody();
    const nhiId = await running.register({ ownerId });
    const { name, secret } = await running.working(nhiId);
    await running.personLeft(ownerId, 1, 3);
    const deadline = new Date(running.clock.now().getTime() + 14 * day).toISOString();
    expect(await running.nhi(nhiId)).toMatchObject({ state: 'ownerless', ownerDeadline: deadline });
    expect(await running.logIn(name, secret)).toBe('in');
    expect((await running.recorded(nhiId)).filter((entry) => entry.startsWith('nhi.orphaned'))).toHaveLength(
      1,
    );
  });

  it('is quarantined at the deadline, and everything it holds ends', async () => {
    const ownerId = somebody();
    const nhiId = await running.register({ ownerId });
    const { credentialId, name, secret } = await running.working(nhiId, { ttl: 200 * 86_400 });
    await running.personLeft(ownerId);
    running.clock.advance(14 * day - 1_000);
    expect(await state(nhiId)).toBe('ownerless');
    running.clock.advance(1_000);
    await until(async () => (await state(nhiId)) === 'quarantined');
    await running.settled(nhiId, credentialId, 'ended');
    await until(async () => (await running.logIn(name, secret)) === 'refused');
    expect(await running.revocationsOf(credentialId)).toMatchObject([{ reason: 'ownerless' }]);
    expect(await running.recorded(nhiId)).toContain('nhi.quarantined success ownerless');
    expect(await running.issue(nhiId)).toMatchObject({ status: 409 });
  });

  it('comes back from quarantine as somebody’s, with none of what it had', async () => {
    const ownerId = somebody();
    const nhiId = await running.register({ ownerId });
    const { credentialId, name, secret } = await running.working(nhiId, { ttl: 200 * 86_400 });
    await running.personLeft(ownerId);
    running.clock.advance(14 * day);
    await until(async () => (await state(nhiId)) === 'quarantined');
    const next = somebody();
    expect(await assign(nhiId, next)).toMatchObject({ status: 409, body: { code: 'ERR_QUARANTINED' } });
    expect(await reinstate(nhiId, ownerId)).toMatchObject({ status: 409, body: { code: 'ERR_OWNER_LEFT' } });
    expect(await reinstate(nhiId, next)).toMatchObject({
      status: 200,
      body: { state: 'active', ownerId: next, generation: 2 },
    });
    expect(await reinstate(nhiId, next)).toMatchObject({
      status: 409,
      body: { code: 'ERR_NOT_QUARANTINED' },
    });
    await running.settled(nhiId, credentialId, 'ended');
    expect(await running.logIn(name, secret)).toBe('refused');
    expect(await running.recorded(nhiId)).toContain('nhi.reinstated success');
    const fresh = await running.working(nhiId);
    expect(await running.logIn(fresh.name, fresh.secret)).toBe('in');
    expect(await running.logIn(name, secret)).toBe('refused');
  });

  it('and was given another in time stays', async () => {
    const ownerId = somebody();
    const nhiId = await running.register({ ownerId });
    await running.personLeft(ownerId);
    const next = somebody();
    expect(await assign(nhiId, next)).toMatchObject({ status: 200, body: { nhiId, ownerId: next } });
    running.clock.advance(15 * day);
    const witness = await running.register({ ownerId: somebody() });
    expect([await state(nhiId), await state(witness)]).toEqual(['active', 'active']);
  });

  it('cannot be given to somebody who left, nor be registered for them', async () => {
    const gone = somebody();
    await running.personLeft(gone);
    const nhiId = await running.register({ ownerId: somebody() });
    expect(await assign(nhiId, gone)).toMatchObject({ status: 409, body: { code: 'ERR_OWNER_LEFT' } });
    const body = running.wish({ ownerId: gone });
    expect(await running.call('POST', '/nhis', { as: ['owner'], body })).toMatchObject({
      status: 409,
      body: { code: 'ERR_OWNER_LEFT' },
    });
  });

  it('can be given to somebody who was hired again', async () => {
    const back = somebody();
    await running.personLeft(back);
    const owners = running.app.get<OwnerStore>(OWNERS);
    await running.inTransaction((tx) => owners.saw(tx, { personId: back, generation: 2, gone: false }));
    await running.inTransaction((tx) => owners.saw(tx, { personId: back, generation: 1, gone: true }));
    expect(await assign(await running.register(), back)).toMatchObject({ status: 200 });
  });
});

describe('what is no identity', () => {
  it.each([
    { name: 'a team as owner', over: { ownerId: 'team_platform' }, pointer: '/ownerId' },
    { name: 'a mailing list as owner', over: { ownerId: 'platform@example.org' }, pointer: '/ownerId' },
    { name: 'no owner', over: { ownerId: undefined }, pointer: '/ownerId' },
    { name: 'a team as sponsor', over: { sponsorId: 'team' }, pointer: '/sponsorId' },
    { name: 'a kind that is not in the model', over: { kind: 'robot' }, pointer: '/kind' },
    { name: 'a name of spaces', over: { name: '  ' }, pointer: '/name' },
    {
      name: 'a repository without its owner',
      over: { repositories: ['orders'] },
      pointer: '/repositories/0',
    },
    { name: 'an unknown field', over: { admin: true }, pointer: '/admin' },
    { name: 'a purpose that is a number', over: { purpose: 7 }, pointer: '/purpose' },
  ])('$name is a problem that says where', async ({ over, pointer }) => {
    const answer = await running.call('POST', '/nhis', { as: ['admin'], body: running.wish(over) });
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  it.each([
    { name: 'from nobody', method: 'POST', path: '/nhis', status: 401 },
    { name: 'from security', method: 'POST', path: '/nhis', as: ['security'] as const, status: 403 },
    {
      name: 'with a body that is no JSON',
      method: 'POST',
      path: '/nhis',
      as: ['admin'] as const,
      body: '{',
      status: 400,
    },
    {
      name: 'with a body that is no object',
      method: 'POST',
      path: '/nhis',
      as: ['admin'] as const,
      body: '7',
      status: 400,
    },
    {
      name: 'given to a team',
      method: 'PUT',
      path: '/nhis/nhi_00000000-0000-7000-8000-000000000001/owner',
      as: ['admin'] as const,
      body: { ownerId: 'team' },
      status: 400,
    },
    {
      name: 'that there is not, given to somebody',
      method: 'PUT',
      path: '/nhis/nhi_00000000-0000-7000-8000-000000000001/owner',
      as: ['admin'] as const,
      body: { ownerId: somebody() },
      status: 404,
    },
    { name: 'looked for under no id', method: 'GET', path: '/nhis/x', as: ['admin'] as const, status: 400 },
    {
      name: 'looked for in vain',
      method: 'GET',
      path: '/nhis/nhi_00000000-0000-7000-8000-000000000001',
      as: ['admin'] as const,
      status: 404,
    },
  ])('$name is a problem with $status', async ({ method, path, as, body, status }) => {
    const given = status === 401 || status === 403 ? running.wish() : body;
    expect(await running.call(method, path, { ...(as && { as }), body: given })).toMatchObject({
      status,
      type: 'application/problem+json',
    });
  });
});
