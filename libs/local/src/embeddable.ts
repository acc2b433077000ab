import { missingForKafka } from './kafka.js';
import { externalServers } from './local.config.js';
import { missingForPostgres } from './postgres-binaries.js';
import { missingForValkey } from './valkey-binary.js';

/** What this machine lacks to start those servers itself that are not named by the environment; nothing is fetched. */
export async function missingForEmbedded(outside = externalServers()): Promise<string[]> {
  const [kafka, valkey] = await Promise.all([
    outside.kafka === undefined ? missingForKafka() : [],
    // The example cache is embedded in any case.
    missingForValkey(),
  ]);
  const postgres = outside.postgres === undefined ? missingForPostgres() : [];
  return [...kafka, ...postgres, ...valkey];
}
