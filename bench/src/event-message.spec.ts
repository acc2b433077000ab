import { joinerReceivedV1 } from '@trivium/contracts';
import { personIdFor } from '@trivium/identity';
import { kafkaEvent } from './event-message.js';

it('an event of the bench stands on Kafka as the gateway would put it there', () => {
  const [at, personId] = ['2026-01-01T00:00:00.000Z', personIdFor('spec', '1')];
  const data = {
    personId,
    source: 'spec',
    externalId: '1',
    displayName: 'Somebody',
    occurredAt: at,
    receivedAt: at,
  };
  const { id, topic, key, value, headers } = kafkaEvent(joinerReceivedV1, data);
  expect({ topic, key, value: JSON.parse(value) as unknown }).toEqual({
    topic: joinerReceivedV1.topic,
    key: personId,
    value: data,
  });
  expect(headers).toMatchObject({
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: joinerReceivedV1.type,
    ce_subject: personId,
  });
});
