import { randomBytes } from 'node:crypto';
import { testServers } from './testing.config.js';

export interface TestKafka {
  readonly brokers: string;
  /** May do everything; the mechanism is SCRAM-SHA-512. */
  readonly admin: { readonly username: string; readonly password: string };
  /** A name for a topic, group or user that no other spec has. */
  unique(name: string): string;
}

/** The Kafka of this test run. Specs share it, so they name their topics and groups with `unique`. */
export function testKafka(): TestKafka {
  const suffix = randomBytes(4).toString('hex');
  return { ...testServers().kafka, unique: (name) => `${name}.${suffix}` };
}
