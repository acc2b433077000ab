import kafkajs from 'kafkajs';
import type { SystemUnderTest } from './system.js';

export interface OcsfEvent {
  readonly class_uid: number;
  readonly time: number;
  readonly metadata: {
    readonly uid: string;
    readonly event_code: string;
    readonly correlation_uid?: string;
  };
  readonly heardAt: number;
}

/** Listens as the SOC does: its own principal, the public topic. */
export async function tailSoc({
  address,
}: SystemUnderTest): Promise<{ readonly events: OcsfEvent[]; readonly stop: () => Promise<void> }> {
  const { brokers, username, password } = address.soc;
  const kafka = new kafkajs.Kafka({
    brokers: brokers.split(','),
    sasl: { mechanism: 'scram-sha-512', username, password },
    logCreator: () => () => undefined,
  });
  const consumer = kafka.consumer({ groupId: 'soc.suite', maxWaitTimeInMs: 50 });
  const events: OcsfEvent[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: ['soc.ocsf'], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) =>
      void events.push({ ...(JSON.parse(String(message.value)) as OcsfEvent), heardAt: Date.now() }),
  });
  return { events, stop: () => consumer.disconnect() };
}
