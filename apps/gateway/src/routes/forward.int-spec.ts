import { startGateway, type RunningGateway } from '../testing/running-gateway.contract.js';
import { administrator, problem, refusal, script, stranger, type Json } from '../testing/visitor.contract.js';

let gateway: RunningGateway;
beforeAll(async () => (gateway = await startGateway()));
afterAll(() => gateway.stop());

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a call to a service', () => {
  it.each(['workforce', 'workload', 'agent', 'audit'] as const)(
    'arrives at %s with its caller, in words of the gateway that only this service believes',
    async (service) => {
      const admin = await administrator(gateway);
      const answer = await admin.get(`/v1/${service}/things?limit=2`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({
        service,
        url: '/things?limit=2',
        caller: { subject: 'user:admin', person: 'user:admin', roles: ['admin'] },
      });
    },
  );

  it.each([['auditor'], ['soc', 'auditor'], ['owner']] as const)(
    'carries the roles of a token: %s %s',
    async (...roles) => {
      const { visitor, apiTokenId } = await script(gateway, roles);
      const { caller } = (await (await visitor.get('/v1/agent/tasks')).json()) as Json;
      expect(caller).toEqual({ subject: `api-token:${apiTokenId}`, person: 'user:admin', roles });
    },
  );

  it('carries its body, its media type and its trace, and neither the cookie nor a made-up proxy header', async () => {
    const admin = await administrator(gateway);
    const headers = { traceparent, 'x-forwarded-for': '10.0.0.1', 'x-trivium-roles': 'admin' };
    const answer = await admin.send('POST', '/v1/workload/nhis', { name: 'ledger' }, headers);
    const { method, body, headers: arrived } = (await answer.json()) as Json & { headers: Json };
    expect([method, body]).toEqual(['POST', { name: 'ledger' }]);
    expect(arrived).toMatchObject({ 'content-type': 'application/json', traceparent });
    expect(Object.keys(arrived)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(cookie|origin|x-forwarded-for|x-trivium-roles)$/)]),
    );
  });

  it('needs a caller, except for the keys with which receipts are checked', async () => {
    const nobody = stranger(gateway);
    expect(await refusal(await nobody.get('/v1/workforce/persons'))).toEqual(
      problem(401, 'ERR_UNAUTHENTICATED'),
    );
    const keys = await nobody.get('/v1/workforce/.well-known/jwks.json');
    expect([keys.status, await keys.json()]).toEqual([200, { keys: [] }]);
    for (const [method, path] of [
      ['POST', '/v1/workforce/.well-known/jwks.json'],
      ['DELETE', '/v1/workforce/.well-known/../persons'],
    ] as const)
      expect((await nobody.send(method, path)).status).toBe(401);
  });

  it.each([
    { name: 'a service that is none', path: '/v1/billing/invoices', status: 404 },
    { name: 'an address without a service', path: '/v1/', status: 404 },
    { name: 'a way up', path: '/v1/workforce/..%2fagent', status: 400 },
  ])('to $name is a problem', async ({ path, status }) => {
    const answer = await (await administrator(gateway)).get(path);
    expect((await refusal(answer)).slice(0, 2)).toEqual([status, 'application/problem+json']);
  });

  it('stays at its service, whatever host the address names', async () => {
    const admin = await administrator(gateway);
    const elsewhere = new URL(gateway.url).host;
    for (const path of [`//${elsewhere}/health/live`, `/http://${elsewhere}/health/live`]) {
      const answer = await admin.get(`/v1/workforce${path}`);
      expect(await answer.json()).toMatchObject({ service: 'workforce', url: path });
    }
  });

  it('that is cut off is a problem, and so is one to a service that is gone; the others go on', async () => {
    const admin = await administrator(gateway);
    expect(await refusal(await admin.get('/v1/workload/broken'))).toEqual(
      problem(502, 'ERR_SERVICE_UNREACHABLE'),
    );
    await gateway.service('audit').close();
    expect(await refusal(await admin.get('/v1/audit/entries'))).toEqual(
      problem(502, 'ERR_SERVICE_UNREACHABLE'),
    );
    expect((await admin.get('/v1/workload/nhis')).status).toBe(200);
  });

  it('gets answers that no cache keeps and no browser takes for another type', async () => {
    const { headers } = await (await administrator(gateway)).get('/v1/agent/agents');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});
