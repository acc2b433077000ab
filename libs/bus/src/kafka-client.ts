import kafkajs, { type Kafka, type logCreator, type Producer } from 'kafkajs';
import type { KafkaConfig } from './kafka.config.js';
import { restWhenIdle } from './rest-when-idle.js';

restWhenIdle();

/** One client per service, as its own principal. kafkajs retries a lost broker by itself; `retries` bounds one attempt, not the whole wait. */
export function kafkaClient(service: string, config: KafkaConfig, logs?: logCreator): Kafka {
  return new kafkajs.Kafka({
    clientId: `trivium-${service}`,
    brokers: [...config.KAFKA_BROKERS],
    ssl: config.TRIVIUM_KAFKA_TLS,
    sasl: { mechanism: 'scram-sha-512', username: config.KAFKA_USERNAME, password: config.KAFKA_PASSWORD },
    connectionTimeout: 10_000,
    authenticationTimeout: 10_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    logLevel: kafkajs.logLevel.WARN,
    ...(logs && { logCreator: logs }),
  });
}

/** Sends in order (one request in flight) and waits for all in-sync replicas. A repeat after a lost answer is harmless: consumers know the event id. */
export function kafkaProducer(kafka: Kafka): Producer {
  return kafka.producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
    maxInFlightRequests: 1,
  });
}
