import { externalServers, missingForEmbedded } from '@trivium/local';
import { missingForCompose } from './compose.js';

export type Way = 'embedded' | 'compose';

/** None of the ways to run Trivium is open on this machine; the message names them and what each lacks. */
export class NoWay extends Error {}

interface Lacking {
  /** The servers of the user's own that are not named. */
  readonly unnamed: readonly string[];
  readonly embedded: readonly string[];
  readonly compose: readonly string[];
}

/** Servers that are named are used; the others are embedded where that works, and run by Docker elsewhere. */
export async function chooseWay(): Promise<Way> {
  const outside = externalServers();
  const embedded = await missingForEmbedded(outside);
  if (embedded.length === 0) return 'embedded';
  const named = { KAFKA_BROKERS: outside.kafka, DATABASE_URL: outside.postgres, VALKEY_URL: outside.valkey };
  const unnamed = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [name] : []));
  const compose = await missingForCompose();
  // With servers of their own somebody does not want containers with others.
  if (compose.length === 0 && unnamed.length === Object.keys(named).length) return 'compose';
  throw new NoWay(explain({ unnamed, embedded, compose }));
}

const lacks = (things: readonly string[]) =>
  things.length > 0 ? `missing: ${things.join('; ')}` : 'possible';

export function explain({ unnamed, embedded, compose }: Lacking): string {
  return [
    'none of the three ways to run it is open on this machine.',
    `  1. Servers of your own, named by KAFKA_BROKERS (with KAFKA_USERNAME, KAFKA_PASSWORD), DATABASE_URL and VALKEY_URL`,
    `     ${unnamed.length > 0 ? `not set: ${unnamed.join(', ')}` : 'all are set, but the example cache is embedded all the same'}`,
    '  2. Embedded servers',
    `     ${lacks(embedded)}`,
    '  3. docker compose',
    `     ${lacks(compose)}${compose.length === 0 ? ', but it brings its own servers: unset the variables of 1' : ''}`,
  ].join('\n');
}
