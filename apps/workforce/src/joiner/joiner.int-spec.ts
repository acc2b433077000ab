import { until } from '@trivium/testing';
import { startWorkforce } from '../testing/running-workforce.contract.js';

const running = await startWorkforce();
afterAll(() => running.stop());

interface ShownAccount {
  readonly accountId: string;
  readonly target: string;
  readonly name: string;
  readonly state: string;
}
const accountsOf = async (personId: string) => (await running.person(personId)).accounts as ShownAccount[];
const given = (personId: string, target: string) =>
  until(async () =>
    (await accountsOf(personId)).find((one) => one.target === target && one.state === 'active'),
  );

describe('somebody who is hired', () => {
  it('has the birthright of everybody, working, with a secret that is shown once', async () => {
    const personId = await running.joined('first');
    const account = await given(personId, 'cache');
    const path = `/persons/${personId}/accounts/${account.accountId}/secret`;
    const shown = await running.call('POST', path, { as: ['admin'], subject: 'root' });
    expect(await running.logIn(account.name, String(shown.body.secret))).toBe('in');
    expect(await running.call('POST', path, { as: ['admin'] })).toMatchObject({ status: 404 });
    const told = (await running.recorded(personId)).filter((entry) => entry.startsWith('secret.shown'));
    expect(told).toHaveLength(1);
    const grants = (await running.said(personId)).filter(
      ({ type }) => type === 'workforce.access.granted.v1',
    );
    expect(grants).toMatchObject([{ data: { grantId: account.accountId, chain: [`${personId}:1`] } }]);
  });

  it('and leaves cannot log in any more', async () => {
    const personId = await running.joined('guest');
    const account = await given(personId, 'cache');
    const path = `/persons/${personId}/accounts/${account.accountId}/secret`;
    const { body } = await running.call('POST', path, { as: ['admin'] });
    expect(await running.logIn(account.name, String(body.secret))).toBe('in');
    await running.left('guest');
    await until(async () => {
      const rows = await running.sql(
        `SELECT 1 FROM revocation_target WHERE target = 'cache' AND account = $1 AND status = 'confirmed'`,
        [account.name],
      );
      return rows.length > 0;
    });
    expect(await running.logIn(account.name, String(body.secret))).toBe('refused');
  });

  it('into research also wants an account where nobody answers, and waits for it alone', async () => {
    const personId = await running.joined('researcher', { department: 'Research' });
    await given(personId, 'cache');
    expect(await accountsOf(personId)).toContainEqual(
      expect.objectContaining({ target: 'lab', state: 'wanted' }),
    );
  });

  it('three times by one fact is hired once', async () => {
    const personId = await running.joined('thrice', {}, 3);
    expect(await running.person(personId)).toMatchObject({ generation: 1, state: 'active' });
    expect(
      (await running.said(personId)).filter(({ type }) => type === 'workforce.person.joined.v1'),
    ).toHaveLength(1);
    expect(await running.sql('SELECT 1 FROM account WHERE owner_id = $1', [personId])).toHaveLength(1);
  });

  it.each([
    {
      name: 'a newer profile replaces what it names',
      minutes: 1,
      want: { jobTitle: 'Lead', department: 'Sales' },
    },
    { name: 'an older one changes nothing', minutes: -1, want: { jobTitle: 'Clerk', department: 'Sales' } },
  ])('$name', async ({ name, minutes, want }) => {
    const personId = await running.joined(name, { jobTitle: 'Clerk', department: 'Sales' });
    const occurredAt = new Date(running.clock.now().getTime() + minutes * 60_000).toISOString();
    await running.joined(name, { jobTitle: 'Lead', occurredAt, receivedAt: occurredAt });
    expect(await running.person(personId)).toMatchObject({ ...want, state: 'active' });
  });
});

describe('a person’s assertion', () => {
  it('carries the employment’s generation, and nobody who left is given one', async () => {
    const personId = await running.joined('asserted');
    const path = `/persons/${personId}/assertions`;
    const { status, body } = await running.call('POST', path, { as: ['admin'] });
    const claims = Buffer.from(String(body.assertion).split('.')[1]!, 'base64url').toString();
    expect([status, JSON.parse(claims)]).toMatchObject([
      201,
      { sub: personId, trv_chain: [`${personId}:1`] },
    ]);
    await running.left('asserted');
    expect(await running.call('POST', path, { as: ['admin'] })).toMatchObject({ status: 409 });
  });
});

describe('what is no request', () => {
  const someone = 'per_00000000-0000-5000-8000-000000000001';
  it.each([
    {
      name: 'an id that is none',
      method: 'GET',
      path: '/persons/17',
      as: ['admin'] as const,
      status: 400,
      field: 'personId',
    },
    {
      name: 'a limit that is none',
      method: 'GET',
      path: '/persons?limit=many',
      as: ['admin'] as const,
      status: 400,
      field: 'limit',
    },
    {
      name: 'a limit beyond the most',
      method: 'GET',
      path: '/persons?limit=501',
      as: ['admin'] as const,
      status: 400,
      field: 'limit',
    },
    {
      name: 'an account that is none',
      method: 'POST',
      path: `/persons/${someone}/accounts/x/secret`,
      as: ['admin'] as const,
      status: 400,
      field: 'accountId',
    },
    {
      name: 'somebody unknown',
      method: 'GET',
      path: `/persons/${someone}`,
      as: ['admin'] as const,
      status: 404,
    },
    {
      name: 'an assertion of somebody unknown',
      method: 'POST',
      path: `/persons/${someone}/assertions`,
      as: ['admin'] as const,
      status: 404,
    },
    { name: 'nobody’s request', method: 'GET', path: '/persons', status: 401 },
    {
      name: 'a secret for a manager',
      method: 'POST',
      path: `/persons/${someone}/assertions`,
      as: ['manager'] as const,
      status: 403,
    },
    { name: 'a list for the SOC', method: 'GET', path: '/persons', as: ['soc'] as const, status: 403 },
    {
      name: 'an address that there is not',
      method: 'GET',
      path: '/people',
      as: ['admin'] as const,
      status: 404,
    },
  ])('$name is a problem with $status', async ({ method, path, as, status, field }) => {
    const answer = await running.call(method, path, as ? { as } : {});
    expect(answer).toMatchObject({ status, type: 'application/problem+json', body: { status } });
    if (field) expect(answer.body.errors).toContainEqual(expect.objectContaining({ name: field }));
  });

  it('a caller that the gateway vouched for elsewhere is nobody here', async () => {
    const authorization = `Bearer ${await running.token(['admin'], 'spec', 'agent')}`;
    expect(await running.call('GET', '/persons', { headers: { authorization } })).toMatchObject({
      status: 401,
    });
  });
});
