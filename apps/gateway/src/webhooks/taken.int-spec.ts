import { personIdFor } from '@trivium/identity';
import { until } from '@trivium/testing';
import { Webhook } from 'standardwebhooks';
import { names, secrets, startIntake } from '../testing/running-intake.contract.js';
import { expectProblem, samplesOf } from '../testing/webhook-samples.contract.js';

const intake = await startIntake();
afterAll(() => intake.stop());

const { left, joined, employee, deployment } = samplesOf(intake.clock);
const eventsOf = (externalId: string) =>
  intake.seen.filter(({ envelope }) => envelope.subject === personIdFor(names.hris, externalId));

describe('a delivery that is taken', () => {
  it('is on Kafka when the answer comes', async () => {
    const consumer = intake.kafka.consumer({ groupId: `gateway.spec.${process.hrtime.bigint()}` });
    const ids: (string | undefined)[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: 'workforce.revocation', fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => void ids.push(message.headers?.ce_id?.toString()),
    });
    expect(await intake.hris(left('on-kafka'))).toMatchObject({
      status: 202,
      body: { accepted: 1, ignored: 0 },
    });
    const [event] = eventsOf('on-kafka');
    await until(() => ids.includes(event!.envelope.id));
    await consumer.disconnect();
  });

  it('is taken once: its repetition is acknowledged and has no effect', async () => {
    const body = left('repeated');
    expect(await intake.hris(body, { id: 'msg_repeated' })).toMatchObject({ status: 202 });
    expect(await intake.hris(body, { id: 'msg_repeated' })).toMatchObject({
      status: 200,
      body: { duplicate: true },
    });
    expect(eventsOf('repeated')).toHaveLength(1);
  });

  it('is taken again from the forge under another number only when it says something else', async () => {
    const body = deployment({ id: 77 });
    expect(await intake.github('deployment_status', body)).toMatchObject({ status: 202 });
    expect(await intake.github('deployment_status', body)).toMatchObject({
      status: 200,
      body: { duplicate: true },
    });
    expect(await intake.github('deployment_status', deployment({ id: 78 }))).toMatchObject({ status: 202 });
  });

  it.each([{ lose: 'the events' as const }, { lose: 'the acknowledgement' as const }])(
    'when we lose $lose is not remembered, and its repetition is taken under the same event id',
    async ({ lose }) => {
      const [id, externalId] = [`msg_${lose}`, `lost ${lose}`];
      const body = left(externalId);
      intake.publisher.lose = lose;
      expectProblem(await intake.hris(body, { id }), 503, 'ERR_UNAVAILABLE');
      intake.publisher.lose = 'nothing';
      expect(await intake.hris(body, { id })).toMatchObject({ status: 202 });
      expect(eventsOf(externalId)).toHaveLength(1);
    },
  );

  it('while Postgres is away is asked for again, and then taken', async () => {
    await intake.losePostgres();
    expectProblem(await intake.hris(left('away'), { id: 'msg_away' }), 503, 'ERR_UNAVAILABLE');
    await intake.findPostgres();
    expect(await intake.hris(left('away'), { id: 'msg_away' })).toMatchObject({ status: 202 });
  });

  it.each([{ secret: secrets.hris }, { secret: secrets.next }])(
    'may be signed with either of two secrets while one replaces the other',
    async ({ secret }) =>
      expect(await intake.hris(left('rotated'), { secret })).toMatchObject({ status: 202 }),
  );

  it('may carry several signatures, one of which fits', async () => {
    const [body, id] = [JSON.stringify(left('several')), 'msg_several'];
    const fitting = new Webhook(secrets.hris).sign(id, intake.clock.now(), body);
    const headers = { 'webhook-signature': `v1a,AAAA v1,AAAA ${fitting}` };
    expect(await intake.hris(body, { id, headers })).toMatchObject({ status: 202 });
  });

  it('keeps what people are called, in whatever script', async () => {
    const displayName = 'Zoë Ångström 李小龍 👩🏽‍🚀 مثال';
    expect(await intake.hris(joined('named', { displayName }))).toMatchObject({ status: 202 });
    expect(JSON.parse(eventsOf('named')[0]!.value)).toMatchObject({ displayName });
  });

  it('may begin with a byte order mark', async () =>
    expect(await intake.hris(`\ufeff${JSON.stringify(left('marked'))}`)).toMatchObject({ status: 202 }));

  it('with a charset in its type is JSON still', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect(await intake.hris(left('charset'), { headers })).toMatchObject({ status: 202 });
  });

  it('names a last day without deciding when it ends', async () => {
    await intake.hris(left('last-day', { lastDay: '2031-03-31' }));
    expect(JSON.parse(eventsOf('last-day')[0]!.value)).toMatchObject({
      lastDay: '2031-03-31',
      effectiveAt: '2031-04-01T00:00:00.000Z',
    });
  });

  it.each(['ping', 'push', 'star', 'é'])('of the forge’s kind "%s" concerns no road', async (event) => {
    const answer = await intake.github(event, { zen: `Nothing ${event}`, hook_id: 1 });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 0, ignored: 1 } });
  });

  it('of a type that is not ours is ignored', async () =>
    expect(await intake.hris({ type: 'payslip.sent' })).toMatchObject({ status: 202, body: { ignored: 1 } }));
});

describe('BambooHR says', () => {
  const said = async (over: object) => {
    const from = intake.seen.length;
    expect(await intake.bamboohr(employee(over))).toMatchObject({ status: 202 });
    return intake.seen.slice(from).map(({ envelope, value }) => ({
      lastDay: 'none',
      ...(JSON.parse(value) as { kind?: string }),
      type: envelope.type,
    }));
  };
  const soon = '2031-03-31';

  it.each([
    {
      name: 'who was deleted leaves now',
      over: { id: 1, action: 'Deleted' },
      want: { type: 'workforce.leaver.received.v1' },
    },
    {
      name: 'who is inactive leaves now, whatever the date',
      over: { id: 2, fields: { status: { value: 'Inactive' }, terminationDate: { value: soon } } },
      want: { type: 'workforce.leaver.received.v1', lastDay: 'none' },
    },
    {
      name: 'who has a last day leaves at its end',
      over: { id: 3, fields: { status: 'Active', terminationDate: soon } },
      want: { type: 'workforce.leaver.received.v1', lastDay: soon },
    },
    {
      name: 'who is new is hired',
      over: { id: 4, action: 'Created', fields: { firstName: { value: 'Ada' } } },
      want: { type: 'workforce.joiner.received.v1', kind: 'hire' },
    },
    {
      name: 'whose status became active is hired',
      over: { id: 5, changedFields: ['status'], fields: { status: 'Active' } },
      want: { type: 'workforce.joiner.received.v1', kind: 'hire' },
    },
    {
      name: 'whose job changed is not hired back',
      over: { id: 6, changedFields: ['jobTitle'], fields: { status: 'Active', jobTitle: 'Lead' } },
      want: { type: 'workforce.joiner.received.v1', kind: 'profile' },
    },
  ])('$name', async ({ over, want }) => expect(await said(over)).toMatchObject([want]));
});
