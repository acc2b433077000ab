import { kafkaClient, kafkaProducer, toEvent, toKafkaMessage } from '@trivium/bus';
import { entryRecordedV1, topics, type AuditEntry } from '@trivium/contracts';
import { until } from '@trivium/testing';
import { randomUUID } from 'node:crypto';
import { startAudit } from '../testing/running-audit.contract.js';

const running = await startAudit({ consume: true });
const { kafka } = running;
const client = kafkaClient(
  'audit',
  {
    ...{ KAFKA_BROKERS: kafka.brokers.split(','), TRIVIUM_KAFKA_TLS: false },
    ...{ KAFKA_USERNAME: kafka.admin.username, KAFKA_PASSWORD: kafka.admin.password },
  },
  () => () => {},
);
const producer = kafkaProducer(client);
await producer.connect();
afterAll(async () => {
  await producer.disconnect();
  await running.stop();
});

const entryOf = (subjectId: string, over: Partial<AuditEntry> = {}): AuditEntry => ({
  entryId: randomUUID(),
  at: running.clock.now().toISOString(),
  service: 'workforce',
  action: 'person.joined',
  outcome: 'success',
  actor: { id: 'hr', kind: 'feed' },
  subject: { id: subjectId, kind: 'person' },
  ...over,
});
const message = (entry: AuditEntry) =>
  toKafkaMessage(toEvent(entryRecordedV1, entry, { source: 'trivium:spec', time: running.clock.now() }));
const send = (...entries: AuditEntry[]) =>
  producer.send({ topic: topics.auditEntry, messages: entries.map(message) });
const list = (query: string) => running.call('GET', `/entries?${query}`, { as: ['auditor'] });
const itemsOf = async (subject: string, more = '') =>
  (await list(`subject=${encodeURIComponent(subject)}${more}`)).body.items as (AuditEntry & {
    seq: number;
  })[];
const recorded = (subject: string, count: number) =>
  until(async () => (await itemsOf(subject)).length === count, { timeoutMs: 40_000 });

describe('an entry', () => {
  it('is recorded once and told to the SOC once, however often it arrives', async () => {
    const entry = entryOf('sub-once');
    const last = entryOf('sub-once');
    await send(entry, entry, entry, last);
    await recorded('sub-once', 2);
    const told = (await running.said(entry.entryId)).filter(({ topic }) => topic === topics.socOcsf);
    expect(told).toMatchObject([
      {
        type: 'soc.ocsf.published.v1',
        data: { class_uid: 3001, type_uid: 300_101, metadata: { uid: entry.entryId } },
      },
    ]);
  });

  it('keeps its place: what one subject’s entries said first stands first', async () => {
    const entries = Array.from({ length: 25 }, (_, at) => entryOf('sub-order', { reason: String(at) }));
    await send(...entries);
    await recorded('sub-order', 25);
    const items = await itemsOf('sub-order');
    expect(items.map(({ reason }) => Number(reason))).toEqual(entries.map((_, at) => 24 - at));
    const seqs = items.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
  });

  it('that nobody can read harms no other', async () => {
    const broken = { ...message(entryOf('sub-poison')), value: '{"action":7}' };
    await producer.send({ topic: topics.auditEntry, messages: [broken, message(entryOf('sub-poison'))] });
    await recorded('sub-poison', 1);
  });

  it('is read page by page, newest first, without a gap', async () => {
    await send(...Array.from({ length: 7 }, () => entryOf('sub-pages')));
    await recorded('sub-pages', 7);
    const seen: number[] = [];
    for (let next: number | undefined = 0; next !== undefined;) {
      const { body } = await list(`subject=sub-pages&limit=3${next ? `&before=${next}` : ''}`);
      seen.push(...(body.items as { seq: number }[]).map(({ seq }) => seq));
      next = body.next as number | undefined;
    }
    expect(seen).toEqual((await itemsOf('sub-pages')).map(({ seq }) => seq));
  });

  it('is found by its revocation', async () => {
    const revocationId = `rev_${randomUUID()}` as never;
    await send(entryOf('sub-rev', { revocationId }), entryOf('sub-rev'));
    await recorded('sub-rev', 2);
    expect((await list(`revocationId=${String(revocationId)}`)).body.items).toMatchObject([{ revocationId }]);
  });

  it.each([
    { name: 'changed', statement: `UPDATE entry SET subject_id = 'other'` },
    { name: 'deleted', statement: 'DELETE FROM entry' },
    { name: 'emptied', statement: 'TRUNCATE entry' },
  ])('cannot be $name, not by the owner of the table either', async ({ statement }) => {
    await send(entryOf('sub-kept'));
    await until(async () => (await itemsOf('sub-kept')).length > 0);
    await expect(running.sql(statement)).rejects.toThrow('append-only');
  });
});

describe('what is no question to the record', () => {
  it.each([
    { name: 'a revocation that is none', query: 'revocationId=7', field: 'revocationId' },
    { name: 'a limit of nothing', query: 'limit=0', field: 'limit' },
    { name: 'a place before the first', query: 'before=0', field: 'before' },
    { name: 'a place beyond all numbers', query: 'before=1e30', field: 'before' },
    { name: 'an endless subject', query: `subject=${'s'.repeat(201)}`, field: 'subject' },
    { name: 'a character that is not kept', query: 'subject=%00', field: 'subject' },
  ])('$name is a problem that names it', async ({ query, field }) => {
    const answer = await list(query);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ name: field }));
  });

  it('is asked by those who may', async () => {
    expect(await running.call('GET', '/entries')).toMatchObject({ status: 401 });
    expect(await running.call('GET', '/entries', { as: ['owner'] })).toMatchObject({ status: 403 });
    expect(await running.call('DELETE', '/entries', { as: ['admin'] })).toMatchObject({ status: 404 });
  });
});
