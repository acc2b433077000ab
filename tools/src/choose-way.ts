import { externalServers, missingForEmbedded } from '@trivium/local';
import { missingForCompose } from './compose.js';
import { explain } from './explain-ways.js';

export type Way = 'embedded' | 'compose';

/** None of the ways to run Trivium is open on this machine; the message names them and what each lacks. */
export class NoWay extends Error {}

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
