import type { Role } from '@trivium/runtime';
import { startGateway, type RunningGateway } from '../testing/running-gateway.contract.js';
import {
  administrator,
  problem,
  refusal,
  script,
  signedIn,
  stranger,
  Visitor,
  type Json,
} from '../testing/visitor.contract.js';

let gateway: RunningGateway;
let admin: Visitor;
beforeAll(async () => (gateway = await startGateway()));
beforeEach(async () => (admin = await administrator(gateway)));
afterAll(() => gateway.stop());

const chosen = 'seven quiet harbours';
const tryToSignIn = (body: Json) => stranger(gateway).send('POST', '/v1/session', body);
const whoIs = async (visitor: Visitor) => (await visitor.get('/v1/session')).status;

async function added(userName: string, roles: readonly Role[]) {
  const answer = await admin.send('POST', '/v1/users', { userName, roles });
  const { oneTimePassword: password } = (await answer.json()) as { oneTimePassword: string };
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([201, 'no-store']);
  return { username: userName, password };
}

/** Somebody who has chosen a password already. */
const colleague = async (userName: string, roles: readonly Role[]) =>
  signedIn(gateway, { ...(await added(userName, roles)), newPassword: chosen });

async function tokenOf(visitor: Visitor) {
  const answer = await visitor.send('POST', '/v1/api-tokens', { name: 'spec', roles: ['admin'] });
  const { token } = (await answer.json()) as { token: string };
  return new Visitor(gateway.url, { authorization: `Bearer ${token}` });
}

describe('somebody who is let in', () => {
  it('chooses a password with the one that was handed over, which is good for nothing else', async () => {
    const once = await added('omar', ['security']);
    expect(await refusal(await tryToSignIn(once))).toEqual(problem(403, 'ERR_PASSWORD_CHANGE_REQUIRED'));
    const omar = await signedIn(gateway, { ...once, newPassword: chosen });
    expect(await (await omar.get('/v1/session')).json()).toEqual({
      subject: 'user:omar',
      person: 'user:omar',
      roles: ['security'],
    });
    expect(await refusal(await tryToSignIn(once))).toEqual(problem(401, 'ERR_SIGN_IN_REFUSED'));
    expect((await tryToSignIn({ username: 'OMAR', password: chosen })).status).toBe(204);
  });

  it('has three days for that', async () => {
    const once = await added('late', ['auditor']);
    gateway.clock.advance(72 * 3_600_000);
    const answer = await tryToSignIn({ ...once, newPassword: chosen });
    expect(await refusal(answer)).toEqual(problem(401, 'ERR_SIGN_IN_REFUSED'));
  });

  it.each([
    { name: 'short', newPassword: 'short' },
    { name: 'made of the name', newPassword: 'picky seven quiet harbours' },
  ])('may not choose one that is $name', async ({ name, newPassword }) => {
    const once = await added(`picky-${name.length}`, ['auditor']);
    const answer = await tryToSignIn({ ...once, newPassword: newPassword.replace('picky', once.username) });
    const { status, errors } = (await answer.json()) as Json & { errors: Json[] };
    expect([status, errors[0]?.pointer]).toEqual([400, '/newPassword']);
    expect((await tryToSignIn({ ...once, newPassword: chosen })).status).toBe(204);
  });

  it('changes the password at any time, which ends all other sessions', async () => {
    const former = await colleague('vera', ['auditor']);
    const next = 'eleven loud mountains';
    const vera = await signedIn(gateway, { username: 'vera', password: chosen, newPassword: next });
    expect([await whoIs(former), await whoIs(vera)]).toEqual([401, 200]);
    expect((await tryToSignIn({ username: 'vera', password: chosen })).status).toBe(401);
  });

  it('gets another one-time password when theirs is lost', async () => {
    const former = await colleague('lost', ['auditor']);
    const { oneTimePassword } = (await (await admin.send('POST', '/v1/users/lost/password')).json()) as {
      oneTimePassword: string;
    };
    expect(await whoIs(former)).toBe(401);
    const again = { username: 'lost', password: oneTimePassword, newPassword: 'nine slow rivers again' };
    expect(await whoIs(await signedIn(gateway, again))).toBe(200);
  });
});

describe('whoever may not sign in any more', () => {
  it('is out at once, with every API token, also those made with the help of one; coming back brings none of it back', async () => {
    const ines = await colleague('ines', ['admin']);
    const token = await tokenOf(ines);
    const grandchild = await tokenOf(token);
    const all = () => Promise.all([ines, token, grandchild].map(whoIs));
    expect(await all()).toEqual([200, 200, 200]);
    const answer = await admin.send('PATCH', '/v1/users/ines', { active: false });
    expect(await answer.json()).toMatchObject({ active: false, ended: { sessions: 1, apiTokens: 2 } });
    expect(await all()).toEqual([401, 401, 401]);
    expect((await tryToSignIn({ username: 'ines', password: chosen })).status).toBe(401);
    await admin.send('PATCH', '/v1/users/ines', { active: true });
    expect(await all()).toEqual([401, 401, 401]);
    expect((await tryToSignIn({ username: 'ines', password: chosen })).status).toBe(204);
  });

  it('is never the last administrator: of two that remove each other, one is left', async () => {
    const house = await startGateway();
    const ines = await administrator(house);
    const wish = { userName: 'nina', roles: ['admin'] };
    const { oneTimePassword: password } = (await (await ines.send('POST', '/v1/users', wish)).json()) as {
      oneTimePassword: string;
    };
    const nina = await signedIn(house, { username: 'nina', password, newPassword: chosen });
    const answers = await Promise.all([
      ines.send('PATCH', '/v1/users/nina', { roles: ['auditor'] }),
      nina.send('PATCH', '/v1/users/admin', { active: false }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.map(({ status }) => status)).not.toContain(500);
    const seen = await Promise.all([ines, nina].map((visitor) => visitor.get('/v1/users')));
    expect(seen.filter(({ status }) => status === 200)).toHaveLength(1);
    await house.stop();
  });
});

describe('an account', () => {
  it('of a token is that of its maker', async () => {
    const { visitor } = await script(gateway, ['admin']);
    const token = await tokenOf(visitor);
    expect(await (await token.get('/v1/session')).json()).toMatchObject({ person: 'user:admin' });
  });

  it('keeps its name for ever', async () => {
    await added('once', ['auditor']);
    await admin.send('PATCH', '/v1/users/once', { active: false });
    const answer = await admin.send('POST', '/v1/users', { userName: 'Once', roles: ['auditor'] });
    expect(await refusal(answer)).toEqual(problem(409, 'ERR_USER_NAME_TAKEN'));
  });

  it('is listed without its password', async () => {
    await added('listed', ['auditor', 'auditor', 'soc']);
    const text = await (await admin.get('/v1/users')).text();
    const { items } = JSON.parse(text) as { items: Json[] };
    expect(items.find(({ userName }) => userName === 'listed')).toEqual({
      userName: 'listed',
      displayName: 'listed',
      roles: ['auditor', 'soc'],
      active: true,
      passwordExpiresAt: expect.any(String),
    });
    expect(text).not.toMatch(/scrypt|trv_once/);
  });

  it('of the last administrator stays one', async () => {
    const { items } = (await (await admin.get('/v1/users')).json()) as { items: Json[] };
    const others = items.filter(
      ({ userName, active, roles }) =>
        userName !== 'admin' && active && (roles as readonly string[]).includes('admin'),
    );
    for (const { userName } of others)
      expect((await admin.send('PATCH', `/v1/users/${String(userName)}`, { active: false })).status).toBe(
        200,
      );
    for (const change of [{ active: false }, { roles: ['auditor'] }]) {
      const answer = await admin.send('PATCH', '/v1/users/admin', change);
      expect(await refusal(answer)).toEqual(problem(409, 'ERR_LAST_ADMINISTRATOR'));
    }
    expect(await whoIs(admin)).toBe(200);
  });

  it.each(['auditor', 'soc', 'security', 'owner', 'manager'] as const)(
    'is nothing that the role %s may see or change',
    async (role) => {
      const { visitor } = await script(gateway, [role]);
      for (const answer of [
        await visitor.get('/v1/users'),
        await visitor.send('POST', '/v1/users', { userName: 'x', roles: ['admin'] }),
        await visitor.send('PATCH', '/v1/users/admin', { active: false }),
        await visitor.send('POST', '/v1/users/admin/password'),
      ])
        expect(await refusal(answer)).toEqual(problem(403, 'ERR_FORBIDDEN'));
    },
  );

  it.each([
    { name: 'a name with a blank', body: { userName: 'a b', roles: ['soc'] }, field: '/userName' },
    { name: 'no roles', body: { userName: 'x', roles: [] }, field: '/roles' },
    { name: 'an unknown role', body: { userName: 'x', roles: ['root'] }, field: '/roles/0' },
    { name: 'a password', body: { userName: 'x', roles: ['soc'], password: 'x' }, field: '/password' },
  ])('is refused with $name, naming the field', async ({ body, field }) => {
    const answer = await admin.send('POST', '/v1/users', body);
    const { status, errors } = (await answer.json()) as Json & { errors: Json[] };
    expect([status, errors.map(({ pointer }) => pointer)]).toEqual([400, [field]]);
  });

  it.each([
    { name: 'nothing', path: 'admin', body: {}, want: 400 },
    { name: 'what it has not', path: 'admin', body: { userName: 'root' }, want: 400 },
    { name: 'nobody', path: 'nobody', body: { active: false }, want: 404 },
    { name: 'what is no name', path: '..%2F', body: { active: false }, want: 400 },
  ])('is not changed: $name', async ({ path, body, want }) => {
    expect((await admin.send('PATCH', `/v1/users/${path}`, body)).status).toBe(want);
  });
});
