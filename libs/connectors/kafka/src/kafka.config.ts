import { Secret } from '@trivium/credentials';
import { z } from 'zod';

/**
 * A Kafka cluster with SASL/SCRAM-SHA-512 users and an authorizer. The administrator needs ALTER and DESCRIBE on the cluster.
 * A connection that is open when its user ends keeps its authentication until the broker asks again: set the broker's
 * `connections.max.reauth.ms`. Its permissions end at once, with the ACLs.
 */
export const kafkaTargetConfig = z.strictObject({
  name: z.string().min(1).describe('The name of the target, unique in the installation.'),
  kind: z.literal('kafka'),
  brokers: z
    .array(z.string().regex(/^[^\s:]+:\d+$/, 'must be host:port'))
    .min(1)
    .describe('Bootstrap servers.'),
  adminUser: z.string().min(1).describe('The user that Trivium acts as.'),
  adminPassword: z.instanceof(Secret).describe('Its password.'),
  tls: z.boolean().default(true).describe('Speak TLS to the brokers.'),
  timeoutMs: z.number().int().min(1).default(10_000).describe('Longest time for one act.'),
});

export type KafkaTarget = z.infer<typeof kafkaTargetConfig>;
