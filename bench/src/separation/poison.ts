import { joinerReceivedV1, revocationTopic, secretLeakedV1, taskStartedV1, topics } from '@trivium/contracts';
import { personIdFor, type Road } from '@trivium/identity';
import type { Producer } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { kafkaEvent, type KafkaEvent } from '../event-message.js';

const everyMs = 50;
/** Allowed by every contract, refused by the database: a failure of the handler, not of the reader. */
const unstorable = 'poison\u0000';

/** Sends a road what it cannot read and what it reads and cannot handle, until told to stop. */
export function poison(producer: Producer, roads: readonly Road[]): () => Promise<void> {
  const state = { going: true };
  const run = async () => {
    while (state.going) {
      await producer.sendBatch({ acks: -1, topicMessages: roads.flatMap(poisonFor) });
      await pause(everyMs);
    }
  };
  const running = run();
  return () => ((state.going = false), running);
}

function poisonFor(road: Road) {
  const { topic, key, value, headers } = unhandleable[road]();
  return [
    { topic: revocationTopic(road), messages: [{ key: randomUUID(), value: 'no event' }] },
    { topic, messages: [{ key, value, headers: { ...headers } }] },
  ];
}

const unhandleable: Readonly<Record<Road, () => KafkaEvent>> = {
  workforce: () => {
    const [at, externalId] = [new Date().toISOString(), randomUUID()];
    const personId = personIdFor('poison', externalId);
    const who = { personId, source: 'poison', externalId, displayName: unstorable };
    return kafkaEvent(joinerReceivedV1, { ...who, occurredAt: at, receivedAt: at });
  },
  workload: () => {
    const at = new Date().toISOString();
    const found = {
      source: 'github',
      repository: `poison/${randomUUID()}`,
      alertNumber: 1,
      secretType: unstorable,
    };
    return kafkaEvent(secretLeakedV1, { ...found, occurredAt: at, receivedAt: at });
  },
  agent: () => ({ ...kafkaEventWithoutBody(), topic: topics.agentLifecycle }),
};

/** The agent road takes its events from the token endpoint, which lets nothing unstorable through: an empty one has to do. */
function kafkaEventWithoutBody(): KafkaEvent {
  const id = `evt_${randomUUID()}`;
  const headers = {
    ce_id: id,
    ce_type: taskStartedV1.type,
    ce_source: 'trivium:bench',
    ce_time: new Date().toISOString(),
    ce_subject: id,
  };
  return { id, topic: topics.agentLifecycle, key: id, value: '{}', headers };
}
