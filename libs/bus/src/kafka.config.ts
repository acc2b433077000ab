import { z } from 'zod';

export const kafkaSettings = {
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, 'must be host:port[,host:port]')).min(1))
    .describe('Kafka bootstrap servers, host:port separated by commas.'),
  KAFKA_USERNAME: z.string().min(1).describe("This service's own Kafka principal (SASL/SCRAM-SHA-512)."),
  KAFKA_PASSWORD: z.string().min(1).meta({ description: 'The password of that principal.', secret: true }),
  TRIVIUM_KAFKA_TLS: z.stringbool().default(false).describe('Speak TLS to the brokers.'),
};

export interface KafkaConfig {
  readonly KAFKA_BROKERS: readonly string[];
  readonly KAFKA_USERNAME: string;
  readonly KAFKA_PASSWORD: string;
  readonly TRIVIUM_KAFKA_TLS: boolean;
}
