/** What each of the three ways to run Trivium lacks on this machine; nothing where it is open. */
export interface Lacking {
  /** The servers of the user's own that are not named. */
  readonly unnamed: readonly string[];
  readonly embedded: readonly string[];
  readonly compose: readonly string[];
}

const lacks = (things: readonly string[]) =>
  things.length > 0 ? `missing: ${things.join('; ')}` : 'possible';

/** The sentence of the error, line by line. */
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
