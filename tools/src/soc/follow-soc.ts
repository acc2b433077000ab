import { kafkaClient, type KafkaConfig } from '@trivium/bus';
import type { Consumer } from 'kafkajs';
import { randomUUID } from 'node:crypto';

export interface SocListener {
  /** The topic is read from here on. */
  listening(): void;
  /** One OCSF event, as JSON text. */
  event(json: string): void;
  /** The broker is gone; reading goes on when it is back, unless this is the end of it. */
  interrupted(error: Error, ended: boolean): void;
}

/**
 * Reads `soc.ocsf` with a group of its own that commits nothing, so it neither takes events away from another reader nor leaves a trace.
 * A SOC's own consumer would keep its group and let Kafka remember how far it is. Resolves with what stops it.
 */
export async function followSoc(
  access: KafkaConfig,
  fromBeginning: boolean,
  listener: SocListener,
): Promise<() => Promise<void>> {
  const kafka = kafkaClient('soc-tail', access, () => () => undefined);
  const consumer = kafka.consumer({ groupId: `soc.tail-${randomUUID()}`, maxWaitTimeInMs: 100 });
  tell(consumer, listener);
  await consumer.connect();
  await consumer.subscribe({ topics: ['soc.ocsf'], fromBeginning });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => listener.event(String(message.value)),
  });
  return () => consumer.disconnect();
}

function tell(consumer: Consumer, listener: SocListener): void {
  consumer.on(consumer.events.GROUP_JOIN, () => listener.listening());
  consumer.on(consumer.events.CRASH, ({ payload }) => listener.interrupted(payload.error, !payload.restart));
}
