import { join } from 'node:path';
import { startKafka, type EmbeddedKafka, type KafkaAccess } from '../kafka.js';
import { externalServers } from '../local.config.js';
import { startPostgres, type EmbeddedPostgres } from '../postgres.js';
import type { Progress } from '../progress.js';
import { startValkey, type EmbeddedValkey } from '../valkey.js';
import { databaseUrl } from './create-database.js';
import type { ServerAccess } from './server-access.js';
import type { StackSecrets } from './stack-secrets.js';
import { defaultPorts } from './topology.js';
import { valkeyUsers } from './valkey-users.js';

/** Those that are embedded can also be ended and started again. */
type Controls = Partial<Pick<EmbeddedKafka | EmbeddedPostgres | EmbeddedValkey, 'restart' | 'kill'>>;

export interface Servers extends ServerAccess {
  readonly kafka: ServerAccess['kafka'] & Controls;
  readonly postgres: ServerAccess['postgres'] & Controls;
  readonly valkey: ServerAccess['valkey'] & Controls;
  readonly cache: ServerAccess['cache'] & Controls;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly dataDir: string;
  /** The documented ports where they are free; else random ones. */
  readonly usualPorts: boolean;
  /** Commits that a crash of the machine may lose, for specs only. */
  readonly throwaway: boolean;
  readonly progress: Progress;
  /** Stops what had started, and starts no more. */
  readonly signal?: AbortSignal;
}

const database = 'trivium';

/** Starts what is not named by `KAFKA_BROKERS`, `DATABASE_URL` and `VALKEY_URL`. */
export async function startServers(options: ServerOptions, secrets: StackSecrets): Promise<Servers> {
  const { dataDir, usualPorts, throwaway, progress, signal } = options;
  const place = (name: 'kafka' | 'postgres' | 'valkey' | 'cache') => ({
    dataDir: join(dataDir, name),
    progress,
    signal,
    ...(usualPorts && { port: defaultPorts[name] }),
  });
  const outside = externalServers();
  const outsideKafka = outside.kafka === undefined ? undefined : externalKafka(outside);
  const started = await settle([
    outside.kafka ? undefined : startKafka({ ...place('kafka'), heapMb: 512, quickStart: throwaway }),
    outside.postgres ? undefined : startPostgres({ ...place('postgres'), throwaway }),
    outside.valkey ? undefined : startValkey({ ...place('valkey'), users: valkeyUsers(secrets.valkey) }),
    startValkey(place('cache')),
  ] as const);
  const [kafka, postgres, valkey, cache] = started;
  return {
    kafka: given(kafka ?? outsideKafka),
    postgres: postgres ? withProduct(postgres) : externalPostgres(given(outside.postgres)),
    valkey: valkey ?? { url: given(outside.valkey) },
    cache,
    stop: async () => {
      await Promise.all(started.map(async (server) => server?.stop()));
    },
  };
}

/** Each server is either embedded or named. */
function given<T>(server: T | undefined): T {
  if (server === undefined) throw new Error('a server is neither embedded nor named');
  return server;
}

/** When one does not start, those that did are stopped before the error goes on. */
async function settle<T extends readonly (Promise<{ stop(): Promise<void> }> | undefined)[]>(
  starting: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(starting.map(async (server) => server));
  const failed = results.find((result) => result.status === 'rejected');
  if (!failed)
    return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined)) as {
      -readonly [K in keyof T]: Awaited<T[K]>;
    };
  await Promise.all(
    results.map(async (result) => (result.status === 'fulfilled' ? result.value?.stop() : undefined)),
  );
  throw failed.reason;
}

/** The embedded server gets a database for the product; the URL of another server names the one to use. */
const withProduct = ({ adminUrl, restart, kill }: EmbeddedPostgres): Servers['postgres'] => ({
  adminUrl,
  productUrl: databaseUrl(adminUrl, database),
  restart,
  kill,
});

const externalPostgres = (url: string) => ({ adminUrl: url, productUrl: url });

function externalKafka({
  kafka,
  kafkaUsername,
  kafkaPassword,
  kafkaTls,
}: ReturnType<typeof externalServers>): KafkaAccess {
  if (!kafka || !kafkaUsername || !kafkaPassword)
    throw new Error(
      'KAFKA_BROKERS needs KAFKA_USERNAME and KAFKA_PASSWORD of a user that may make topics, users and ACLs',
    );
  return { brokers: kafka, admin: { username: kafkaUsername, password: kafkaPassword }, tls: kafkaTls };
}
