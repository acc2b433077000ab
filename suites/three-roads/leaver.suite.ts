import {
  delegate,
  eventually,
  examplePeople,
  hire,
  registerWorkload,
  sinceEvent,
  verifiedRevocation,
  type Employee,
} from '@trivium/example';
import { compactVerify, createRemoteJWKSet } from 'jose';
import { startSystem, type SystemUnderTest } from '../system.js';
import { loginToOrders, loginToCache } from '../targets.js';

describe('a person leaves', () => {
  let system: SystemUnderTest;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  /** The secret of an account, which Trivium shows once. */
  async function secretOf(person: Employee, target: string): Promise<{ name: string; secret: string }> {
    const account = person.accounts.find((one) => one.target === target)!;
    const { secret } = await system.operator.send<{ secret: string }>(
      'POST',
      `/v1/workforce/persons/${person.personId}/accounts/${account.accountId}/secret`,
    );
    return { name: account.name, secret };
  }

  it('and everything they had is dead: tokens, database login, cache user, delegations; their service lives on without an owner', async () => {
    const [person] = await hire(
      system,
      examplePeople(40, 'leaver')
        .filter(({ department }) => department === 'Engineering')
        .slice(0, 1),
    );
    const [orders, cache] = [await secretOf(person!, 'orders-db'), await secretOf(person!, 'cache')];
    expect(await loginToOrders(system, orders)).toBe('accepted');
    expect(await loginToCache(system, cache)).toBe('accepted');
    const token = await system.tokenOf(person!.personId);
    expect(await system.introspect(token)).toMatchObject({ active: true, sub: person!.personId });
    const workload = await registerWorkload(system, {
      name: 'leaver-reports',
      ownerId: person!.personId,
      repository: 'example/leaver-reports',
    });
    const agent = await delegate(system, 'leaver-assistant', person!.personId);
    const task = await agent.client.startTask(agent.agentId, agent.assertion);
    expect((await system.introspect(task)).active).toBe(true);

    expect((await system.hris.left(person!.externalId)).status).toBe(202);

    const revocation = await verifiedRevocation(system, 'workforce', person!.personId);
    expect(revocation.receipts.map(({ target, status }) => ({ target, status }))).toEqual([
      { target: 'cache', status: 'confirmed' },
      { target: 'orders-db', status: 'confirmed' },
      { target: 'trivium', status: 'confirmed' },
    ]);
    expect(sinceEvent(revocation, 'contained')).toBeLessThanOrEqual(sinceEvent(revocation, 'eradicated'));
    expect(await loginToOrders(system, orders)).toBe('refused');
    expect(await loginToCache(system, cache)).toBe('refused');
    expect(await system.introspect(token)).toEqual({ active: false });
    expect(await system.introspect(task)).toEqual({ active: false });
    await expect(system.tokenOf(person!.personId)).rejects.toMatchObject({ status: 409 });

    const nhi = await eventually('the ownerless service', async () => {
      const found = await system.operator.get<{ state: string; ownerDeadline?: string }>(
        `/v1/workload/nhis/${workload.nhiId}`,
      );
      return found.state === 'ownerless' && found;
    });
    expect(Date.parse(nhi.ownerDeadline!)).toBeGreaterThan(Date.now());
    await verifiedRevocation(system, 'agent', agent.delegationId);
  });

  it('and the receipt can be checked with nothing but the road’s public key', async () => {
    const [person] = await hire(system, examplePeople(1, 'receipt'));
    await system.hris.left(person!.externalId);
    const { receipts, revocationId } = await verifiedRevocation(system, 'workforce', person!.personId);
    const keys = createRemoteJWKSet(
      new URL('/v1/workforce/.well-known/jwks.json', system.address.gatewayUrl),
    );
    for (const { jws } of receipts) {
      const { payload, protectedHeader } = await compactVerify(jws!, keys);
      expect(protectedHeader).toMatchObject({ alg: 'EdDSA', typ: 'trv-receipt+jws' });
      expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({
        revocationId,
        status: 'confirmed',
      });
      const [header, body, signature] = jws!.split('.');
      const forged = [
        header,
        Buffer.from(JSON.stringify({ revocationId })).toString('base64url'),
        signature,
      ].join('.');
      expect(body).toBeDefined();
      await expect(compactVerify(forged, keys)).rejects.toThrow('signature verification failed');
    }
  });

  it('as BambooHR tells it, too', async () => {
    const [person] = examplePeople(1, 'bamboo');
    const { source } = system.address.bamboohr;
    const [given, family] = person!.displayName.split(' ');
    const fields = {
      firstName: { value: given },
      lastName: { value: family },
      department: { value: 'Finance' },
      status: { value: 'Active' },
      hireDate: { value: '2024-02-01' },
    };
    await system.bamboohr.send({
      employees: [{ id: '7001', action: 'Created', changedFields: ['status'], fields }],
    });
    const personId = system.personId(source, '7001');
    await eventually('the person', () => system.personState(personId).then((state) => state === 'active'));
    await system.bamboohr.terminated('7001', new Date().toISOString().slice(0, 10));
    const revocation = await verifiedRevocation(system, 'workforce', personId);
    expect(revocation.stage).toBe('verified');
  });

  it('and comes back: a rehire gets new access and revives nothing old', async () => {
    const [person] = await hire(system, examplePeople(1, 'rehire'));
    const old = await system.tokenOf(person!.personId);
    await system.hris.left(person!.externalId);
    await verifiedRevocation(system, 'workforce', person!.personId);
    await hire(system, examplePeople(1, 'rehire'));
    const fresh = await system.tokenOf(person!.personId);
    expect((await system.introspect(fresh)).active).toBe(true);
    expect(await system.introspect(old)).toEqual({ active: false });
  });
});
