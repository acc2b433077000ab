import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import type { Stack } from '@trivium/local';

/** A client of the broker's own administrator. */
export function adminKafka({ servers: { kafka } }: Stack): Kafka {
  const { username, password } = kafka.admin;
  return new kafkajs.Kafka({
    clientId: 'bench',
    brokers: kafka.brokers.split(','),
    sasl: { mechanism: 'scram-sha-512', username, password },
    logCreator: () => () => undefined,
  });
}

/** Sends in order, without kafkajs's warning about its partitioner. */
export function quietProducer(kafka: Kafka): Producer {
  return kafka.producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    maxInFlightRequests: 1,
  });
}
