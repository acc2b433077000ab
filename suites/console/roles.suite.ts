import { examplePeople, hire, registerWorkload, verifiedRevocation } from '@trivium/example';
import { startSystem, type SystemUnderTest } from '../system.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const writes: readonly (readonly [Method, string])[] = [
  ['POST', '/v1/api-tokens'],
  ['DELETE', '/v1/api-tokens/tok_1'],
  ['POST', '/v1/users'],
  ['PATCH', '/v1/users/admin'],
  ['POST', '/v1/users/admin/password'],
  ['POST', '/v1/workforce/persons/per_1/leave'],
  ['POST', '/v1/workforce/persons/per_1/assertions'],
  ['POST', '/v1/workforce/persons/per_1/accounts/acc_1/secret'],
  ['POST', '/v1/workforce/dead-letters/evt_1/replay'],
  ['POST', '/v1/workload/nhis'],
  ['POST', '/v1/workload/nhis/nhi_1/credentials'],
  ['POST', '/v1/workload/nhis/nhi_1/credentials/crd_1/secret'],
  ['POST', '/v1/workload/nhis/nhi_1/assertions'],
  ['PUT', '/v1/workload/nhis/nhi_1/owner'],
  ['POST', '/v1/workload/nhis/nhi_1/reinstate'],
  ['POST', '/v1/workload/reviews/rvw_1/decide'],
  ['POST', '/v1/workload/dead-letters/evt_1/replay'],
  ['POST', '/v1/agent/agents'],
  ['POST', '/v1/agent/agents/agt_1/suspend'],
  ['POST', '/v1/agent/agents/agt_1/resume'],
  ['POST', '/v1/agent/agents/agt_1/retire'],
  ['POST', '/v1/agent/delegations'],
  ['DELETE', '/v1/agent/delegations/dlg_1'],
  ['POST', '/v1/agent/tasks/tsk_1/complete'],
  ['POST', '/v1/agent/dead-letters/evt_1/replay'],
];

const revocations = ['workforce', 'workload', 'agent'].map((road) => `/v1/${road}/revocations`);
const reads = {
  auditor: [...revocations, '/v1/audit/entries', '/v1/workforce/persons', '/v1/workload/nhis'],
  soc: [...revocations, '/v1/audit/entries'],
} as const;

describe('whoever only reads', () => {
  let system: SystemUnderTest;
  const tokens = new Map<string, string>();
  beforeAll(async () => {
    system = await startSystem();
    for (const role of ['auditor', 'soc'] as const) {
      const wish = { name: role, roles: [role] };
      const { token } = await system.operator.send<{ token: string }>('POST', '/v1/api-tokens', wish);
      tokens.set(role, token);
    }
  });
  afterAll(() => system.stop());

  async function statusOf(role: string, method: Method, path: string): Promise<number> {
    const headers = { authorization: `Bearer ${tokens.get(role)}`, 'content-type': 'application/json' };
    const body = method === 'GET' ? {} : { body: '{}' };
    const answer = await fetch(system.address.gatewayUrl + path, { method, headers, ...body });
    await answer.text();
    return answer.status;
  }

  describe.each(['auditor', 'soc'] as const)('as %s', (role) => {
    it.each(reads[role])('may read %s', async (path) => {
      expect(await statusOf(role, 'GET', path)).toBe(200);
    });

    it.each(writes)('may not %s %s', async (method, path) => {
      expect(await statusOf(role, method, path)).toBe(403);
    });
  });

  it('finds no secret and no token among what may be read', async () => {
    const [person] = await hire(system, examplePeople(1, 'read'));
    const personId = person!.personId;
    await registerWorkload(system, { name: 'read-by', ownerId: personId, repository: 'example/read-by' });
    await system.hris.left(person!.externalId);
    await verifiedRevocation(system, 'workforce', personId);
    const headers = { authorization: `Bearer ${tokens.get('auditor')}` };
    for (const path of [
      '/v1/audit/entries',
      '/v1/workforce/persons',
      '/v1/workforce/revocations',
      '/v1/workload/nhis',
    ]) {
      const text = await (await fetch(system.address.gatewayUrl + path, { headers })).text();
      expect(text).toContain(personId);
      expect(text).not.toMatch(/password|"secret"|BEGIN [A-Z ]*PRIVATE KEY|trv_[\w-]{40}/);
    }
  });
});
