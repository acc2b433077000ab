import { kafkaClient, kafkaProducer, toEvent, toKafkaMessage } from '@trivium/bus';
import {
  decisionsRecordedV1,
  decisionsRecordedV2,
  templated,
  topics,
  type DecisionRecord,
  type RecordGap,
} from '@trivium/contracts';
import { until } from '@trivium/testing';
import type { Message } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { startAudit } from '../testing/running-audit.contract.js';
import { ForgetDecisions } from './forget-decisions.js';

const running = await startAudit({ consume: true });
const { kafka } = running;
const access = { KAFKA_USERNAME: kafka.admin.username, KAFKA_PASSWORD: kafka.admin.password };
const config = { ...access, KAFKA_BROKERS: kafka.brokers.split(','), TRIVIUM_KAFKA_TLS: false };
const producer = kafkaProducer(kafkaClient('decision', config, () => () => {}));

beforeAll(() => producer.connect());
afterAll(async () => {
  await producer.disconnect();
  await running.stop();
});

const decided = (subject: string, over: Partial<DecisionRecord> = {}): DecisionRecord => ({
  decisionId: `dec_${randomUUID()}`,
  at: running.clock.now().toISOString(),
  decision: 'allow',
  reason: 'granted',
  caller: 'tools',
  subject: { type: 'person', id: subject },
  action: 'read',
  resource: { type: 'table', id: 'orders' },
  privileged: false,
  policyVersion: '2026.12.1+0123456789ab',
  determining: ['person-granted-access'],
  failMode: 'strict',
  dataAgeMs: 5,
  ...over,
});
const denied: Partial<DecisionRecord> = { decision: 'deny', reason: 'no_grant', determining: [] };

const asked = {
  action: 'read',
  resource: { type: 'Resource', id: 'table:orders' },
  context: { granted: true },
  entities: [],
};

const circumstances = () => ({ source: 'trivium:spec', time: running.clock.now() });
function report(records: readonly DecisionRecord[], gaps: readonly RecordGap[] = [], spool = 'spec') {
  const data = { spool, ...templated(records), gaps: [...gaps] };
  return toKafkaMessage(toEvent(decisionsRecordedV2, data, circumstances()));
}
const deliver = (...messages: readonly Message[]) =>
  producer.send({ topic: topics.auditDecision, messages: [...messages] });
const send = (...said: Parameters<typeof report>) => deliver(report(...said));
type Item = DecisionRecord & { readonly seq: number };
const list = (query: string) => running.call('GET', `/decisions?${query}`, { as: ['auditor'] });
const itemsOf = async (subject: string, more = '') =>
  (await list(`subject=${subject}${more}`)).body.items as readonly Item[];
const kept = (subject: string, count: number) =>
  until(async () => (await itemsOf(subject)).length === count, { timeoutMs: 40_000 });
const toldOf = async (subject: string) =>
  (await running.said())
    .filter(({ topic, data }) => topic === topics.socOcsf && JSON.stringify(data).includes(subject))
    .map(({ data }) => data);

describe('decisions', () => {
  it('are kept once, however often they arrive, in the order in which they were made', async () => {
    const records = Array.from({ length: 30 }, (_, at) => decided('sub-kept', { action: `act-${at}` }));
    const first = report(records);
    await deliver(first, first);
    await deliver(first, report([decided('sub-kept', { action: 'act-30' })]));
    await kept('sub-kept', 31);
    expect((await itemsOf('sub-kept')).map(({ action }) => action)).toEqual(
      Array.from({ length: 31 }, (_, at) => `act-${30 - at}`),
    );
  });

  it('that a decision point of a former version tells whole are kept alike', async () => {
    const question = { ...asked, principal: { type: 'Person', id: 'sub-whole' } };
    const records = [decided('sub-whole', { question }), decided('sub-whole', denied)];
    const gaps = [{ from: '2026-03-02T08:14:00.000Z', until: '2026-03-02T08:14:02.000Z', count: 3 }];
    const data = { spool: 'former', records, gaps };
    await deliver(toKafkaMessage(toEvent(decisionsRecordedV1, data, circumstances())));
    await kept('sub-whole', 2);
    expect((await itemsOf('sub-whole')).map(({ seq: _, ...one }) => one)).toMatchObject(records.reverse());
    const entries = await running.call('GET', '/entries?subject=former', { as: ['auditor'] });
    expect(entries.body.items).toMatchObject([{ action: 'decisions.lost' }]);
  });

  it('are read by what they said, page by page', async () => {
    const question = { ...asked, principal: { type: 'Person', id: 'sub-read' } };
    await send([decided('sub-read'), decided('sub-read', { question }), decided('sub-read', denied)]);
    await kept('sub-read', 3);
    const decisionsOf = async (more: string) =>
      (await itemsOf('sub-read', more)).map(({ decision, question: asked }) => [
        decision,
        asked !== undefined,
      ]);
    expect(await decisionsOf('&decision=deny')).toEqual([['deny', false]]);
    expect(await decisionsOf('&replayable=true')).toEqual([['allow', true]]);
    const { body } = await list('subject=sub-read&limit=2');
    expect(body.items).toHaveLength(2);
    expect(await itemsOf('sub-read', `&before=${String(body.next)}`)).toHaveLength(1);
  });

  it('of one subject are found among those of many others, across batches, in whatever pages', async () => {
    for (let batch = 0; batch < 12; batch += 1) {
      const others = Array.from({ length: 20 }, () => decided(`sub-other-${batch}`));
      const rare = batch % 5 === 0 ? [decided('sub-rare', { action: `act-${batch}` })] : [];
      await send([...others.slice(10), ...rare, ...others.slice(0, 10)]);
    }
    await send([decided('sub-last')]);
    await kept('sub-last', 1);
    const actions = (items: readonly Item[]) => items.map(({ action }) => action);
    expect(actions(await itemsOf('sub-rare'))).toEqual(['act-10', 'act-5', 'act-0']);
    const pages: string[][] = [];
    for (let before = ''; ;) {
      const { body } = await list(`subject=sub-rare&limit=2${before}`);
      pages.push(actions(body.items as readonly Item[]));
      if (body.next === undefined) break;
      before = `&before=${Number(body.next)}`;
    }
    expect(pages).toEqual([['act-10', 'act-5'], ['act-0']]);
  });

  it('are told to the SOC where they are denials or privileged, the same ones once with their count', async () => {
    const later = new Date(running.clock.now().getTime() + 400).toISOString();
    await send([
      decided('sub-soc'),
      decided('sub-soc', denied),
      decided('sub-soc', { ...denied, at: later }),
      decided('sub-soc', { action: 'admin', privileged: true }),
    ]);
    await kept('sub-soc', 4);
    const told = await toldOf('sub-soc');
    expect(told).toMatchObject([
      {
        class_uid: 6003,
        activity_name: 'Denied',
        count: 2,
        status_detail: 'no_grant',
        end_time: Date.parse(later),
      },
      { class_uid: 6003, activity_name: 'Allowed', count: 1, api: { operation: 'admin' } },
    ]);
  });

  it('that are missing are an entry of their own, and the SOC hears of it', async () => {
    const [from, until_] = ['2026-03-02T08:14:00.000Z', '2026-03-02T08:14:02.000Z'];
    const gap = { from, until: until_, count: 3 };
    await send([], [gap], 'spool-gap');
    await send([], [gap], 'spool-gap');
    await send([decided('sub-after-gap')]);
    await kept('sub-after-gap', 1);
    const entries = await running.call('GET', '/entries?subject=spool-gap', { as: ['auditor'] });
    expect(entries.body.items).toMatchObject([{ action: 'decisions.lost', detail: { count: 3, from } }]);
    expect(await toldOf('spool-gap')).toMatchObject([{ class_uid: 2004, severity: 'High' }]);
  });

  it.each([
    { name: 'changed', statement: `UPDATE decision_batch SET denied = 0` },
    { name: 'emptied', statement: 'TRUNCATE decision_batch' },
    { name: 'made unfindable', statement: 'TRUNCATE decision_batch_subject' },
  ])('cannot be $name', async ({ statement }) => {
    await send([decided('sub-append-only')]);
    await until(async () => (await itemsOf('sub-append-only')).length > 0);
    await expect(running.sql(statement)).rejects.toThrow('append-only');
  });

  it('are forgotten when their time is over, and not before', async () => {
    await send([decided('sub-old')]);
    await kept('sub-old', 1);
    running.clock.advance(91 * 86_400_000);
    await send([decided('sub-young')]);
    await kept('sub-young', 1);
    const store = running.app.get(ForgetDecisions);
    await store.stop();
    store.start();
    await until(async () => (await itemsOf('sub-old')).length === 0);
    expect(await itemsOf('sub-young')).toHaveLength(1);
  });
});

it.each([
  { query: 'limit=0', field: 'limit' },
  { query: 'decision=maybe', field: 'decision' },
  { query: 'replayable=perhaps', field: 'replayable' },
])('$query is a problem that names $field', async ({ query, field }) => {
  const answer = await list(query);
  expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
  expect(answer.body.errors).toContainEqual(expect.objectContaining({ name: field }));
});
