import { startGateway, type RunningGateway } from '../testing/running-gateway.contract.js';
import { administrator, problem, refusal, stranger, type Visitor } from '../testing/visitor.contract.js';
import { sessionSeconds } from './sign-in.js';

let gateway: RunningGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.stop());

const signIn = (password: string, username = 'admin', headers: Record<string, string> = {}) =>
  stranger(gateway).send('POST', '/v1/session', { username, password }, headers);
const subject = async (visitor: Visitor) => (await visitor.get('/v1/session')).json();

describe('signing in', () => {
  it('gives a cookie that no script can read and no other site can use', async () => {
    const answer = await signIn(gateway.password);
    const [cookie] = answer.headers.getSetCookie();
    expect(answer.status).toBe(204);
    expect(cookie).toMatch(/^trv_session=trv_session_[\w-]{43}; /);
    expect(cookie?.split('; ').slice(1)).toEqual([
      `Max-Age=${sessionSeconds}`,
      'Path=/',
      'HttpOnly',
      'SameSite=Strict',
    ]);
  });

  it('gives a cookie for TLS only where the page came over TLS', async () => {
    const answer = await signIn(gateway.password, 'admin', { 'x-forwarded-proto': 'https' });
    expect(answer.headers.getSetCookie()[0]).toContain('; Secure');
  });

  it.each([
    { name: 'a wrong password', username: 'admin', password: 'wrong' },
    { name: 'an unknown name', username: 'nobody', password: 'wrong' },
  ])('is refused for $name, in the same words', async ({ username, password }) => {
    const answer = await signIn(password, username);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.json()).toMatchObject({
      status: 401,
      code: 'ERR_SIGN_IN_REFUSED',
      detail: 'The name or the password is wrong.',
    });
  });

  it.each([
    { name: 'no body', body: undefined },
    { name: 'no password', body: { username: 'admin' } },
    { name: 'an empty password', body: { username: 'admin', password: '' } },
    { name: 'a field too many', body: { username: 'admin', password: 'x', roles: ['admin'] } },
    { name: 'a password of 2 kB', body: { username: 'admin', password: 'x'.repeat(2_000) } },
  ])('is refused as bad input with $name', async ({ body }) => {
    const answer = await stranger(gateway).send('POST', '/v1/session', body);
    expect((await refusal(answer)).slice(0, 2)).toEqual([400, 'application/problem+json']);
  });

  it('slows down who guesses, also when all guesses come in one moment', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(`guess ${n}`, 'hunted')));
    const checked = answers.filter(({ status }) => status === 401);
    const slowed = answers.filter(({ status }) => status === 429);
    expect(checked.length).toBeLessThanOrEqual(5);
    expect(checked.length + slowed.length).toBe(20);
    expect(Number(slowed[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });

  it('waits longer with each further failure, and only for that name', async () => {
    const waits: number[] = [];
    for (let failures = 0; failures < 8; failures += 1) {
      const answer = await signIn('wrong', 'guessed');
      const wait = Number(answer.headers.get('retry-after') ?? 0);
      if (wait > 0) waits.push(wait);
      gateway.clock.advance(wait * 1_000);
    }
    expect(waits).toEqual([1, 2]);
    expect((await signIn(gateway.password)).status).toBe(204);
  });
});

describe('a session', () => {
  it('says whose it is', async () => {
    const admin = await administrator(gateway);
    expect(await subject(admin)).toEqual({
      subject: 'user:admin',
      person: 'user:admin',
      roles: ['admin'],
    });
  });

  it('is over by itself after its time', async () => {
    const admin = await administrator(gateway);
    gateway.clock.advance((sessionSeconds - 1) * 1_000);
    expect((await admin.get('/v1/session')).status).toBe(200);
    gateway.clock.advance(1_000);
    expect(await refusal(await admin.get('/v1/session'))).toEqual(problem(401, 'ERR_UNAUTHENTICATED'));
  });

  it('is over at the server when one signs out, and other sessions go on', async () => {
    const [one, other] = [await administrator(gateway), await administrator(gateway)];
    const answer = await one.send('DELETE', '/v1/session');
    expect([answer.status, answer.headers.getSetCookie()[0]]).toEqual([
      204,
      expect.stringMatching(/^trv_session=; .*Expires=Thu, 01 Jan 1970/),
    ]);
    expect((await one.get('/v1/session')).status).toBe(401);
    expect((await other.get('/v1/session')).status).toBe(200);
  });

  it.each<{ readonly name: string; readonly headers: Record<string, string> }>([
    { name: 'nothing', headers: {} },
    { name: 'a made-up cookie', headers: { cookie: 'trv_session=trv_session_guessed' } },
    { name: 'an empty cookie', headers: { cookie: 'trv_session=' } },
    { name: 'a made-up token', headers: { authorization: 'Bearer trv_guessed' } },
    { name: 'another scheme', headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } },
  ])('cannot be had with $name', async ({ headers }) => {
    expect((await stranger(gateway).get('/v1/session', headers)).status).toBe(401);
  });
});

describe('what another site makes a browser send', () => {
  const cookieOf = (visitor: Visitor) => ({ cookie: visitor.headers.cookie ?? '' });
  const wish = { name: 'x', roles: ['auditor'] };

  it.each([
    { name: 'without an origin', origin: undefined },
    { name: 'from another host', origin: 'https://attacker.example' },
    { name: 'from a page without one', origin: 'null' },
    { name: 'from another port', origin: 'http://127.0.0.1:1' },
  ])('is refused $name', async ({ origin }) => {
    const cookie = cookieOf(await administrator(gateway));
    const headers = { ...cookie, ...(origin && { origin }) };
    for (const [method, path] of [
      ['POST', '/v1/api-tokens'],
      ['POST', '/v1/workforce/persons/per_1/leave'],
      ['DELETE', '/v1/agent/delegations/dlg_1'],
    ] as const) {
      const answer = await stranger(gateway).send(method, path, wish, headers);
      expect(await refusal(answer)).toEqual(problem(403, 'ERR_CROSS_SITE'));
    }
  });

  it('is let through from the page itself, and for reading', async () => {
    const admin = await administrator(gateway);
    expect((await admin.send('POST', '/v1/api-tokens', wish)).status).toBe(201);
    expect((await stranger(gateway).get('/v1/session', cookieOf(admin))).status).toBe(200);
  });
});
