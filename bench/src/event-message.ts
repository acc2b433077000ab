import type { EventData, EventDefinition } from '@trivium/contracts';
import { randomUUID } from 'node:crypto';

export interface KafkaEvent {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An event as it stands on Kafka: CloudEvents 1.0, binary content mode. */
export function kafkaEvent<Definition extends EventDefinition>(
  definition: Definition,
  data: EventData<Definition>,
): KafkaEvent {
  const [id, key] = [`evt_${randomUUID()}`, definition.key(data)];
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: definition.type,
    ce_source: 'trivium:bench',
    ce_time: new Date().toISOString(),
    ce_subject: key,
  };
  return { id, topic: definition.topic, key, value: JSON.stringify(data), headers };
}
