import { until } from '@trivium/testing';
import { startGateway, type RunningGateway } from '../testing/running-gateway.contract.js';
import {
  administrator,
  script,
  signedIn,
  stranger,
  type Json,
  type Visitor,
} from '../testing/visitor.contract.js';

let gateway: RunningGateway;
let admin: Visitor;
beforeAll(async () => {
  gateway = await startGateway();
  admin = await administrator(gateway);
});
afterAll(() => gateway.stop());

const chosen = 'seven quiet harbours';
const byAdmin = { id: 'user:admin', kind: 'caller' };
const actsOf = async (subject: string) => (await gateway.recorded(subject)).map(({ action }) => action);
const signIn = (username: string, password: string) =>
  stranger(gateway).send('POST', '/v1/session', { username, password });

async function added(userName: string, roles: readonly string[]) {
  const answer = await admin.send('POST', '/v1/users', { userName, roles });
  return ((await answer.json()) as { oneTimePassword: string }).oneTimePassword;
}

describe('the record says of those who may come in', () => {
  it('who let them in as what, what was changed, and what ended with it', async () => {
    await added('omar', ['admin', 'soc']);
    await admin.send('PATCH', '/v1/users/omar', { roles: ['auditor'] });
    await admin.send('POST', '/v1/users/omar/password');
    await admin.send('PATCH', '/v1/users/omar', { active: false });
    await admin.send('PATCH', '/v1/users/omar', { active: true });
    const person = 'user:admin';
    const change = { former: 'auditor', roles: 'auditor', sessions: 0, apiTokens: 0, person };
    expect(await gateway.recorded('user:omar')).toEqual(
      [
        { action: 'user.added', detail: { roles: 'admin soc', person } },
        { action: 'user.changed', detail: { ...change, former: 'admin soc' } },
        { action: 'user.password_reset', detail: { person } },
        { action: 'user.disabled', detail: change },
        { action: 'user.enabled', detail: change },
      ].map((entry) => ({ ...entry, actor: byAdmin, outcome: 'success' })),
    );
  });

  it('when they came in with another password, and no password at all', async () => {
    const password = await added('vera', ['auditor']);
    await signedIn(gateway, { username: 'vera', password, newPassword: chosen });
    await signedIn(gateway, { username: 'vera', password: chosen });
    const entries = await gateway.recorded('user:vera');
    expect(entries.map(({ action }) => action)).toEqual([
      'user.added',
      'user.password_changed',
      'user.signed_in',
      'user.signed_in',
    ]);
    expect(entries.at(-1)?.actor).toEqual({ id: 'user:vera', kind: 'caller' });
    expect(JSON.stringify(entries)).not.toMatch(/harbours|trv_once|scrypt/);
  });

  it('when somebody was not let in under a name that there is, and never a name that there is not', async () => {
    const password = await added('ines', ['auditor']);
    await admin.send('PATCH', '/v1/users/ines', { active: false });
    expect((await signIn('ines', password)).status).toBe(401);
    expect((await signIn(chosen, chosen)).status).toBe(401);
    await until(async () => (await actsOf('user:ines')).includes('user.sign_in_refused'));
    expect((await gateway.recorded('user:ines')).at(-1)).toMatchObject({ outcome: 'failure' });
    expect(await actsOf(`user:${chosen}`)).toEqual([]);
  });

  it('which tokens they made for scripts, through which token, and which they ended', async () => {
    const { apiTokenId, visitor } = await script(gateway, ['admin']);
    const wish = { name: 'nightly', roles: ['soc'] };
    const made = (await (await visitor.send('POST', '/v1/api-tokens', wish)).json()) as Json;
    const own = String(made.apiTokenId);
    await admin.send('DELETE', `/v1/api-tokens/${own}`);
    expect(await gateway.recorded(own)).toMatchObject([
      {
        action: 'api_token.created',
        actor: { id: `api-token:${apiTokenId}` },
        detail: { roles: 'soc', person: 'user:admin' },
      },
      { action: 'api_token.ended', actor: byAdmin, detail: { holder: 'user:admin' } },
    ]);
    expect(JSON.stringify(await gateway.recorded(own))).not.toContain(String(made.token));
  });

  it('nothing that did not come to be', async () => {
    await added('once', ['auditor']);
    await admin.send('POST', '/v1/users', { userName: 'once', roles: ['admin'] });
    await admin.send('PATCH', '/v1/users/nobody', { active: false });
    await admin.send('DELETE', '/v1/api-tokens/tok_none');
    expect(await actsOf('user:once')).toEqual(['user.added']);
    expect([...(await actsOf('user:nobody')), ...(await actsOf('tok_none'))]).toEqual([]);
  });
});
