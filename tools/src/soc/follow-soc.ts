import { kafkaClient, LastingConsumer, type KafkaConfig } from '@trivium/bus';
import { randomUUID } from 'node:crypto';

export interface SocListener {
  /** The topic is read from here on. */
  listening(): void;
  /** One OCSF event, as JSON text. */
  event(json: string): void;
  /** The broker is gone; reading goes on when it is back. */
  interrupted(error: unknown): void;
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
  const log = {
    info: () => undefined,
    warn: ({ err }: { err?: unknown }) => listener.interrupted(err),
    error: () => undefined,
  };
  const consumer = new LastingConsumer(
    kafka,
    {
      group: { groupId: `soc.tail-${randomUUID()}` },
      topics: ['soc.ocsf'],
      fromBeginning,
      run: {
        autoCommit: false,
        eachMessage: async ({ message }) => listener.event(String(message.value)),
      },
      onJoin: () => listener.listening(),
    },
    log,
  );
  await consumer.start();
  return () => consumer.stop();
}
