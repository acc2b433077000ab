import { startGateway, type RunningGateway } from '../testing/running-gateway.contract.js';
import { administrator, problem, refusal, script, stranger, type Json } from '../testing/visitor.contract.js';

let gateway: RunningGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.stop());

describe('an API token', () => {
  it('is shown once, works, and dies when it is deleted', async () => {
    const { admin, apiTokenId, visitor } = await script(gateway, ['auditor']);
    const caller = { subject: `api-token:${apiTokenId}`, person: 'user:admin', roles: ['auditor'] };
    expect(await (await visitor.get('/v1/session')).json()).toEqual(caller);
    const list = await (await admin.get('/v1/api-tokens')).text();
    expect(list).toContain(apiTokenId);
    expect(list).not.toContain(String(visitor.headers.authorization?.split(' ')[1]));
    expect((await admin.send('DELETE', `/v1/api-tokens/${apiTokenId}`)).status).toBe(204);
    expect(await refusal(await visitor.get('/v1/session'))).toEqual(problem(401, 'ERR_UNAUTHENTICATED'));
    const again = await admin.send('DELETE', `/v1/api-tokens/${apiTokenId}`);
    expect(await refusal(again)).toEqual(problem(404, 'ERR_NOT_FOUND'));
  });

  it('expires on time by itself', async () => {
    const expiresAt = new Date(gateway.clock.now().getTime() + 60_000);
    const { visitor } = await script(gateway, ['soc'], expiresAt);
    gateway.clock.advance(59_000);
    expect((await visitor.get('/v1/session')).status).toBe(200);
    gateway.clock.advance(1_000);
    expect((await visitor.get('/v1/session')).status).toBe(401);
  });

  it.each(['auditor', 'soc', 'security', 'owner', 'manager'] as const)(
    'of the role %s can neither make, nor see, nor delete tokens',
    async (role) => {
      const { visitor, apiTokenId } = await script(gateway, [role]);
      const wish = { name: 'more', roles: ['admin'] };
      for (const answer of [
        await visitor.send('POST', '/v1/api-tokens', wish),
        await visitor.get('/v1/api-tokens'),
        await visitor.send('DELETE', `/v1/api-tokens/${apiTokenId}`),
      ])
        expect(await refusal(answer)).toEqual(problem(403, 'ERR_FORBIDDEN'));
    },
  );

  it.each([
    { name: 'no roles', wish: { name: 'x', roles: [] }, pointer: '/roles' },
    { name: 'an unknown role', wish: { name: 'x', roles: ['root'] }, pointer: '/roles/0' },
    { name: 'an empty name', wish: { name: ' ', roles: ['soc'] }, pointer: '/name' },
    {
      name: 'an end that is no time',
      wish: { name: 'x', roles: ['soc'], expiresAt: 'soon' },
      pointer: '/expiresAt',
    },
    { name: 'a field too many', wish: { name: 'x', roles: ['soc'], subject: 'me' }, pointer: '/subject' },
  ])('is refused with $name, naming the field', async ({ wish, pointer }) => {
    const answer = await (await administrator(gateway)).send('POST', '/v1/api-tokens', wish);
    const { status, errors } = (await answer.json()) as Json & { errors: { pointer: string }[] };
    expect([status, errors.map((error) => error.pointer)]).toEqual([400, [pointer]]);
  });

  it('is nothing that a stranger may ask for', async () => {
    expect((await stranger(gateway).get('/v1/api-tokens')).status).toBe(401);
  });
});
