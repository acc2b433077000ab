import { call, examplePeople, hire, verifiedRevocation, type HrisEvent } from '@trivium/example';
import { randomUUID } from 'node:crypto';
import { startSystem, type SystemUnderTest } from '../system.js';

describe('what a webhook must not be', () => {
  let system: SystemUnderTest;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  const leaving = (externalId: string): HrisEvent => ({
    type: 'person.left',
    occurredAt: new Date().toISOString(),
    data: { externalId },
  });
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    call<unknown>('POST', `${system.address.gatewayUrl}${path}`, {
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const hrisPath = () => `/hooks/hris/${system.address.hris.source}`;

  it.each([
    { name: 'unsigned', send: () => post(hrisPath(), '{}'), status: 400 },
    {
      name: 'signed with another secret',
      send: () =>
        post(hrisPath(), '{}', {
          'webhook-id': 'm1',
          'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
          'webhook-signature': 'v1,bm90IHRoZSBzaWduYXR1cmU=',
        }),
      status: 401,
    },
    {
      name: 'from an hour ago',
      send: () => system.hris.send(leaving('x'), `msg_${randomUUID()}`, new Date(Date.now() - 3_600_000)),
      status: 401,
    },
    { name: 'from an unknown source', send: () => post('/hooks/hris/nobody', '{}'), status: 404 },
    { name: 'without the person', send: () => system.hris.send({ ...leaving('x'), data: {} }), status: 400 },
    { name: 'ten megabytes long', send: () => post(hrisPath(), 'x'.repeat(10 * 1024 * 1024)), status: 413 },
    {
      name: 'nested a thousand deep',
      send: () =>
        system.hris.send({
          ...leaving('x'),
          data: JSON.parse(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`) as Record<string, unknown>,
        }),
      status: 400,
    },
  ])('$name: a problem, not an error of ours', async ({ send, status }) => {
    await expect(send()).rejects.toMatchObject({ status, body: expect.stringContaining('"title"') });
  });

  it('is accepted once: a repeated delivery id has no second effect', async () => {
    const [person] = await hire(system, examplePeople(1, 'replayed'));
    const [event, id] = [leaving(person!.externalId), `msg_${randomUUID()}`];
    expect((await system.hris.send(event, id)).status).toBe(202);
    const revocation = await verifiedRevocation(system, 'workforce', person!.personId);
    expect((await system.hris.send(event, id)).body).toMatchObject({ duplicate: true });
    await system.hris.send(event);
    await system.hris.send(event);
    await system.quiet('workforce');
    const all = await system.operator.list<{ revocationId: string; subject: { id: string } }>(
      '/v1/workforce/revocations?limit=200',
    );
    expect(
      all.filter(({ subject }) => subject.id === person!.personId).map(({ revocationId }) => revocationId),
    ).toEqual([revocation.revocationId]);
  });

  it('about an unknown person, or before the hire it follows, is recorded and revokes nobody', async () => {
    const [person] = examplePeople(1, 'out-of-order');
    const left = new Date();
    await system.hris.left(person!.externalId, left);
    await system.hris.joined(person!, new Date(left.getTime() - 60_000));
    await system.quiet('workforce');
    expect(await system.personState(system.personId(system.address.hris.source, person!.externalId))).toBe(
      'left',
    );
  });
});
