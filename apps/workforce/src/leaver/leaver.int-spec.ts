import { personIdFor } from '@trivium/identity';
import { until } from '@trivium/testing';
import { startWorkforce } from '../testing/running-workforce.contract.js';

const day = 86_400_000;
const running = await startWorkforce();
afterAll(() => running.stop());

const now = () => running.clock.now();
const inMs = (ms: number) => new Date(now().getTime() + ms).toISOString();
const states = (personId: string) => running.person(personId).then(({ state }) => state);

describe('somebody who leaves', () => {
  it('at once is contained, and the other roads hear of it', async () => {
    const personId = await running.joined('immediate');
    await running.left('immediate');
    expect(await states(personId)).toBe('left');
    expect(await running.revocationsOf(personId)).toMatchObject([
      { chain: [`${personId}:1`], reason: 'left' },
    ]);
    const types = (await running.said(personId)).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining([
        'workforce.revocation.advanced.v1',
        'workforce.person.left.v1',
        'workforce.access.ended.v1',
      ]),
    );
  });

  it('is told three times and ended once', async () => {
    const personId = await running.joined('thrice');
    await running.left('thrice', {}, 3);
    expect(await running.revocationsOf(personId)).toHaveLength(1);
    expect((await running.recorded(personId)).filter((entry) => entry.startsWith('person.leaving'))).toEqual([
      'person.leaving success revoke',
      'person.leaving ignored already-left',
      'person.leaving ignored already-left',
    ]);
  });

  it('before the hire that it follows was heard of leaves nothing to be given', async () => {
    const personId = await running.left('early');
    await running.joined('early', { occurredAt: inMs(-60_000) });
    expect(await running.person(personId)).toMatchObject({ state: 'left', generation: 0, accounts: [] });
    expect(await running.revocationsOf(personId)).toEqual([]);
    expect(await running.recorded(personId)).toEqual([
      'person.leaving ignored remember',
      'person.joined ignored superseded',
    ]);
  });

  it('is not kept here by a hire that is dated ahead of its arrival', async () => {
    const personId = await running.joined('dated-ahead', { occurredAt: inMs(30 * day) });
    await running.left('dated-ahead');
    expect(await states(personId)).toBe('left');
  });

  it('is not brought back by a profile that changed', async () => {
    const personId = await running.joined('changed');
    await running.left('changed');
    running.clock.advance(1_000);
    await running.joined('changed', { kind: 'profile', jobTitle: 'Archivist' });
    expect(await running.person(personId)).toMatchObject({ state: 'left', generation: 1 });
    expect(await running.recorded(personId)).toContain('person.joined ignored not-employed');
  });

  it('and is hired again gets nothing of the former employment back', async () => {
    const personId = await running.joined('again');
    await running.left('again');
    running.clock.advance(1_000);
    await running.joined('again');
    const person = await running.person(personId);
    expect(person).toMatchObject({ state: 'active', generation: 2 });
    expect(person.accounts).toMatchObject([{ generation: 2, name: expect.stringMatching(/_2$/) }]);
    const [marker] = await running.sql<{ denied_up_to: number }>(
      'SELECT denied_up_to FROM marker WHERE link_id = $1',
      [personId],
    );
    expect(marker).toEqual({ denied_up_to: 1 });
    const old = await running.sql('SELECT state FROM account WHERE owner_id = $1 AND generation = 1', [
      personId,
    ]);
    expect(old).not.toContainEqual({ state: 'active' });
    await running.left('again', { occurredAt: inMs(-500) });
    expect(await states(personId)).toBe('active');
  });
});

describe('a departure that lies ahead', () => {
  it('happens by itself when its time has come, once', async () => {
    const personId = await running.joined('later');
    const at = inMs(3_600_000);
    await running.left('later', { effectiveAt: at }, 2);
    expect(await states(personId)).toBe('leaving');
    running.clock.advance(3_599_000);
    await running.left('later-witness', {});
    expect(await states(personId)).toBe('leaving');
    running.clock.advance(1_000);
    await until(async () => (await states(personId)) === 'left');
    expect(await running.revocationsOf(personId)).toMatchObject([{ event_at: new Date(at) }]);
  });

  it('may be brought forward', async () => {
    const personId = await running.joined('forward');
    await running.left('forward', { effectiveAt: inMs(9 * day) });
    running.clock.advance(1_000);
    await running.left('forward');
    expect(await states(personId)).toBe('left');
    expect(await running.revocationsOf(personId)).toHaveLength(1);
  });

  it.each([
    { zone: 'Asia/Tokyo', ends: '2031-03-31T15:00:00.000Z' },
    { zone: 'America/New_York', ends: '2031-04-01T04:00:00.000Z' },
    { zone: 'Pacific/Kiritimati', ends: '2031-03-31T10:00:00.000Z' },
    { zone: undefined, ends: '2031-04-01T00:00:00.000Z' },
    { zone: 'Mars/Olympus', ends: '2031-04-01T00:00:00.000Z' },
  ])('on a last day is at its end in $zone', async ({ zone, ends }) => {
    const externalId = `zone-${String(zone)}`;
    const personId = await running.joined(externalId, zone ? { timeZone: zone } : {});
    await running.left(externalId, { lastDay: '2031-03-31', effectiveAt: '2031-04-01T00:00:00.000Z' });
    expect(await running.person(personId)).toMatchObject({ state: 'leaving', leavesAt: ends });
  });
});

describe('a departure that lies ahead and is heard of before the hire', () => {
  it('lets the person begin, and happens by itself when its time has come', async () => {
    const personId = await running.left('fixed-term', { effectiveAt: inMs(3_600_000) });
    expect(await running.person(personId)).toMatchObject({ state: 'left', generation: 0, accounts: [] });
    await running.joined('fixed-term', { occurredAt: inMs(-60_000) });
    expect(await running.person(personId)).toMatchObject({
      state: 'leaving',
      generation: 1,
      leavesAt: inMs(3_600_000),
      accounts: [{ generation: 1 }],
    });
    running.clock.advance(3_600_000);
    await until(async () => (await states(personId)) === 'left');
    expect(await running.revocationsOf(personId)).toMatchObject([{ chain: [`${personId}:1`] }]);
  });

  it('on a last day happens at its end where the person turns out to be', async () => {
    const personId = await running.left('far-away', {
      lastDay: '2031-05-31',
      effectiveAt: '2031-06-01T00:00:00.000Z',
    });
    await running.joined('far-away', { timeZone: 'Asia/Tokyo' });
    expect(await running.person(personId)).toMatchObject({ leavesAt: '2031-05-31T15:00:00.000Z' });
  });

  it('gives nothing to a hire that is heard of when it has come', async () => {
    const personId = await running.left('too-late', { effectiveAt: inMs(60_000) });
    running.clock.advance(60_000);
    await running.joined('too-late', { occurredAt: inMs(-120_000) });
    expect(await running.person(personId)).toMatchObject({ state: 'left', generation: 0, accounts: [] });
  });

  it('may be brought forward, also to now', async () => {
    const personId = await running.left('changed-mind', { effectiveAt: inMs(9 * day) });
    running.clock.advance(1_000);
    await running.left('changed-mind');
    await running.joined('changed-mind', { occurredAt: inMs(-5_000) });
    expect(await running.person(personId)).toMatchObject({ state: 'left', generation: 0, accounts: [] });
  });
});

describe('an administrator who ends somebody’s access', () => {
  const leave = (personId: string, as: Parameters<typeof running.call>[2]) =>
    running.call('POST', `/persons/${personId}/leave`, as);

  it('need not wait for the HR system', async () => {
    const personId = await running.joined('by-hand');
    const { status, body } = await leave(personId, { as: ['security'], subject: 'guard' });
    expect(status).toBe(202);
    expect(await running.revocationsOf(personId)).toMatchObject([{ revocation_id: body.revocationId }]);
    expect(await leave(personId, { as: ['security'] })).toMatchObject({ status: 409 });
  });

  it.each([
    { name: 'without a caller', person: 'by-hand', as: {}, status: 401 },
    { name: 'as a manager', person: 'by-hand', as: { as: ['manager' as const] }, status: 403 },
    { name: 'of nobody known', person: 'nobody', as: { as: ['admin' as const] }, status: 404 },
  ])('$name is refused', async ({ person, as, status }) => {
    expect(await leave(personIdFor('hr', person), as)).toMatchObject({
      status,
      type: 'application/problem+json',
      body: { status, code: expect.stringMatching(/^ERR_/) },
    });
  });
});
