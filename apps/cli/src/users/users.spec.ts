import { run } from '../program.js';
import { answeringServer } from '../testing/answering-server.contract.js';
import { addUser, changeUser, listUsers, resetPassword } from './manage-users.js';
import { usersAdvice } from './users.commands.js';

const omar = { userName: 'omar', displayName: 'Omar Example', roles: ['security'], active: true };
const once = { oneTimePassword: 'trv_once_for_this_spec', passwordExpiresAt: '2026-03-05T08:00:00.000Z' };

const server = await answeringServer(usersAdvice);
const { gateway, told, lines: asked } = server;
afterAll(() => server.close());
beforeEach(() => server.asked.splice(0));

describe('trivium users', () => {
  it('lists who there is', async () => {
    const items = [
      { ...omar, passwordExpiresAt: once.passwordExpiresAt },
      { ...omar, userName: 'Vera', active: false },
    ];
    const { exit, out } = await told(200, { items }, () => listUsers(gateway));
    expect([exit, asked()]).toEqual([0, [['GET', '/v1/users']]]);
    expect(out).toBe(
      'omar (Omar Example) security; has yet to choose a password\nVera (Omar Example) may not sign in\n',
    );
  });

  it('adds somebody, and says the password once', async () => {
    const wanted = { userName: 'omar', roles: ['security'] };
    const { out } = await told(201, { ...omar, ...once }, () => addUser(gateway, wanted));
    expect(asked()).toEqual([['POST', '/v1/users', wanted]]);
    expect(out).toMatch(/^✓ omar .*\n {2}trv_once_for_this_spec\n {2}Hand this over: until 2026-03-05/);
  });

  it('disables somebody, and says what ended', async () => {
    const body = { ...omar, active: false, ended: { sessions: 1, apiTokens: 2 } };
    const { out } = await told(200, body, () => changeUser(gateway, 'omar', { active: false }));
    expect(asked()).toEqual([['PATCH', '/v1/users/omar', { active: false }]]);
    expect(out).toBe('✓ omar (Omar Example) may not sign in\n  1 session and 2 API tokens ended with it\n');
  });

  it('gives another password', async () => {
    const { out } = await told(201, once, () => resetPassword(gateway, 'om/ar'));
    expect(asked()).toEqual([['POST', '/v1/users/om%2Far/password', {}]]);
    expect(out).toContain('trv_once_for_this_spec');
  });

  it.each([
    { status: 400, next: 'roles are admin' },
    { status: 403, next: 'role admin' },
    { status: 404, next: 'trivium users list' },
    { status: 409, next: 'trivium users list' },
  ])('answers a refusal ($status) with what to do', async ({ status, next }) => {
    const detail = 'The server says why.';
    const { exit, out } = await told(status, { detail }, () => changeUser(gateway, 'omar', { roles: [] }));
    expect([exit, out]).toEqual([4, expect.stringContaining(detail)]);
    expect(out).toContain(next);
  });

  it.each([
    { name: 'somebody without roles', args: ['add', 'omar'], err: '--roles' },
    { name: 'roles of nobody', args: ['roles'], err: 'userName' },
    { name: 'a word it does not know', args: ['remove', 'omar'], err: 'unknown command' },
  ])('does not understand $name', async ({ args, err }) => {
    let said = '';
    const exit = await run(['users', ...args], { out: () => {}, err: (text) => (said += text) });
    expect([exit, said]).toEqual([2, expect.stringContaining(err)]);
  });
});
