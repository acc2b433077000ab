import { leaverReceivedV1 } from '@trivium/contracts';
import { personIdFor } from '@trivium/identity';
import { Kafka as CloudEventsKafka, type CloudEvent, type KafkaMessage } from 'cloudevents';
import type { Message } from 'kafkajs';
import { fromKafkaMessage, toEvent, toKafkaMessage, UnreadableEvent } from './envelope.js';

const at = '2026-01-05T09:30:00.000Z';
const leaver = {
  personId: personIdFor('hr', '7'),
  source: 'hr',
  externalId: '7',
  occurredAt: at,
  effectiveAt: at,
  receivedAt: at,
};
const event = toEvent(leaverReceivedV1, leaver, {
  id: 'evt_1',
  source: 'trivium:gateway',
  time: new Date(at),
  causationId: 'evt_0',
});

/** A message as a broker gives it back. */
function received(message: Message) {
  const headers = Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, Buffer.from(String(value))]),
  );
  return { ...message, headers, value: Buffer.from(String(message.value)) };
}

describe('an event on the wire', () => {
  it('is read as it was written', () => {
    const { envelope, data } = fromKafkaMessage(received(toKafkaMessage(event)));
    expect(data).toEqual(leaver);
    expect(envelope).toEqual(event.envelope);
    expect(envelope).toMatchObject({ subject: leaver.personId, causationid: 'evt_0', time: at });
  });

  it('is a CloudEvent to a foreign reader', () => {
    const { headers, value, key } = toKafkaMessage(event);
    const arrived: KafkaMessage = {
      headers: headers as Record<string, string>,
      key: String(key),
      value: String(value),
      body: value,
      timestamp: at,
    };
    const foreign = CloudEventsKafka.toEvent(arrived) as CloudEvent<unknown>;
    expect(foreign).toMatchObject({
      specversion: '1.0',
      id: 'evt_1',
      type: 'workforce.leaver.received.v1',
      source: 'trivium:gateway',
      time: at,
    });
    expect(foreign.validate()).toBe(true);
  });

  it('drops a field that a newer writer added', () => {
    const message = { ...toKafkaMessage(event), value: JSON.stringify({ ...leaver, mood: 'fine' }) };
    expect(fromKafkaMessage(received(message)).data).toEqual(leaver);
  });

  it('refuses to be written against its contract', () => {
    const crooked = { ...leaver, effectiveAt: 'tomorrow' };
    expect(() => toEvent(leaverReceivedV1, crooked, { source: 'x', time: new Date(at) })).toThrow(
      'effectiveAt',
    );
  });

  it.each([
    { name: 'no type', message: { ...toKafkaMessage(event), headers: {} }, want: 'ce_type is missing' },
    {
      name: 'an unknown type',
      message: { ...toKafkaMessage(event), headers: { ce_type: 'x.y.v1' } },
      want: 'no contract',
    },
    { name: 'a body that is no JSON', message: { ...toKafkaMessage(event), value: '{' }, want: 'no JSON' },
    {
      name: 'a violated contract',
      message: { ...toKafkaMessage(event), value: '{"personId":"root"}' },
      want: 'personId',
    },
  ])('with $name is unreadable, whoever sent it', ({ message, want }) => {
    expect(() => fromKafkaMessage(received(message))).toThrow(UnreadableEvent);
    expect(() => fromKafkaMessage(received(message))).toThrow(want);
  });
});
