import { until } from '@trivium/testing';
import { startWorkload } from '../testing/running-workload.contract.js';

const day = 86_400;
const running = await startWorkload();
afterAll(() => running.stop());

describe('a credential', () => {
  it('works once its target has given a secret, which is shown once and on the record', async () => {
    const nhiId = await running.register();
    const { credentialId, name, secret } = await running.working(nhiId);
    expect(await running.logIn(name, secret)).toBe('in');
    expect(await running.credential(nhiId, credentialId)).toMatchObject({ state: 'active', generation: 1 });
    const again = await running.call('POST', `/nhis/${nhiId}/credentials/${credentialId}/secret`, {
      as: ['admin'],
    });
    expect(again).toMatchObject({ status: 404, body: { code: 'ERR_NOT_FOUND' } });
    expect(await running.recorded(credentialId)).toEqual([
      'credential.requested success',
      'secret.shown success',
    ]);
    const granted = (await running.said(nhiId)).find(({ type }) => type === 'workload.access.granted.v1');
    expect(granted).toMatchObject({ data: { chain: [`${nhiId}:1`, `${credentialId}:1`] } });
    expect(JSON.stringify(await running.said())).not.toContain(secret);
  });

  it('expires on its second by itself, and its login with it', async () => {
    const nhiId = await running.register();
    const { credentialId, name, secret } = await running.working(nhiId, { ttl: 2 * day });
    running.clock.advance(2 * day * 1000 - 1_000);
    const witness = await running.working(nhiId);
    expect(await running.credential(nhiId, credentialId)).toMatchObject({ state: 'active' });
    running.clock.advance(1_000);
    await running.settled(nhiId, credentialId, 'ended');
    await expectRefused(name, secret);
    expect(await running.revocationsOf(credentialId)).toMatchObject([{ reason: 'expired' }]);
    expect(await running.logIn(witness.name, witness.secret)).toBe('in');
    expect(await running.recorded(credentialId)).toContain('access.contained success expired');
  });

  it('lives as long as the model says where nobody says how long', async () => {
    const nhiId = await running.register();
    const { body } = await running.issue(nhiId);
    expect(Date.parse(String(body.expiresAt)) - running.clock.now().getTime()).toBe(90 * day * 1000);
  });

  it('where nobody answers is wanted still, and ends before it began', async () => {
    const nhiId = await running.register();
    const { body } = await running.issue(nhiId, { target: 'lab', ttl: 60 });
    const credentialId = String(body.credentialId);
    running.clock.advance(60_000);
    await running.settled(nhiId, credentialId, 'ended');
    expect(await running.revocationsOf(credentialId)).toHaveLength(1);
  });
});

async function expectRefused(name: string, secret: string): Promise<void> {
  await until(async () => (await running.logIn(name, secret)) === 'refused');
}

describe('an assertion of an identity', () => {
  it('stands on a credential that works', async () => {
    const nhiId = await running.register();
    const path = `/nhis/${nhiId}/assertions`;
    expect(await running.call('POST', path, { as: ['owner'] })).toMatchObject({ status: 409 });
    const { credentialId } = await running.working(nhiId);
    const { status, body } = await running.call('POST', path, { as: ['owner'] });
    const claims: unknown = JSON.parse(
      Buffer.from(String(body.assertion).split('.')[1]!, 'base64url').toString(),
    );
    expect([status, claims]).toMatchObject([201, { trv_chain: [`${nhiId}:1`, `${credentialId}:1`] }]);
  });
});

describe('what is no wish for a credential', () => {
  const wish = { target: 'cache', entitlements: ['+@read'] };
  it.each([
    { name: 'an unknown field', body: { ...wish, owner: 'me' }, pointer: '/owner' },
    { name: 'a target that is none of this road', body: { ...wish, target: 'moon' }, pointer: '/target' },
    { name: 'no entitlement', body: { ...wish, entitlements: [] }, pointer: '/entitlements' },
    {
      name: 'an entitlement that is a number',
      body: { ...wish, entitlements: [7] },
      pointer: '/entitlements/0',
    },
    { name: 'a life of no length', body: { ...wish, ttl: 0 }, pointer: '/ttl' },
    { name: 'a life of half a second', body: { ...wish, ttl: 0.5 }, pointer: '/ttl' },
    { name: 'a life beyond the model', body: { ...wish, ttl: 366 * day }, pointer: '/ttl' },
    {
      name: 'a character that is not kept',
      body: { ...wish, secretTypes: ['a\u0000'] },
      pointer: '/secretTypes/0',
    },
    { name: 'a list', body: [], pointer: '' },
  ])('$name is a problem that says where', async ({ body, pointer }) => {
    const nhiId = await running.register();
    const answer = await running.call('POST', `/nhis/${nhiId}/credentials`, { as: ['admin'], body });
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  const unknown = 'nhi_00000000-0000-7000-8000-000000000001';
  it.each([
    { name: 'of nobody known', path: `/nhis/${unknown}/credentials`, as: ['admin'] as const, status: 404 },
    { name: 'of an id that is none', path: '/nhis/7/credentials', as: ['admin'] as const, status: 400 },
    { name: 'from nobody', path: `/nhis/${unknown}/credentials`, status: 401 },
    { name: 'from an auditor', path: `/nhis/${unknown}/credentials`, as: ['auditor'] as const, status: 403 },
  ])('$name is a problem with $status', async ({ path, as, status }) =>
    expect(await running.call('POST', path, { ...(as && { as }), body: wish })).toMatchObject({
      status,
      type: 'application/problem+json',
    }),
  );

  it('a credential of another identity is not shown', async () => {
    const [mine, theirs] = [await running.register(), await running.register()];
    const { credentialId } = await running.working(theirs);
    const path = `/nhis/${mine}/credentials/${credentialId}`;
    expect(await running.call('GET', path, { as: ['owner'] })).toMatchObject({ status: 404 });
    expect(await running.call('POST', `${path}/secret`, { as: ['owner'] })).toMatchObject({ status: 404 });
  });
});
