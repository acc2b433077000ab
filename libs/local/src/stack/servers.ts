import { join } from 'node:path';
import { startKafka, type EmbeddedKafka, type KafkaAccess } from '../kafka.js';
import { externalServers } from '../local.config.js';
import { startPostgres, type EmbeddedPostgres } from '../postgres.js';
import type { Progress } from '../progress.js';
import { startValkey, type EmbeddedValkey } from '../valkey.js';
import type { StackSecrets } from './stack-secrets.js';
import { defaultPorts, valkeyRules } from './topology.js';

export interface Servers {
  readonly kafka: KafkaAccess & Partial<Pick<EmbeddedKafka, 'restart' | 'kill'>>;
  readonly postgres: { readonly adminUrl: string } & Partial<Pick<EmbeddedPostgres, 'restart' | 'kill'>>;
  readonly valkey: { readonly url: string; urlFor(user: string, password: string): string } & Partial<
    Pick<EmbeddedValkey, 'restart' | 'kill'>
  >;
  /** An example target; its own server, so that what happens to the markers does not happen to it. */
  readonly cache: { readonly url: string } & Partial<Pick<EmbeddedValkey, 'restart' | 'kill'>>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly dataDir: string;
  /** The documented ports where they are free; else random ones. */
  readonly usualPorts: boolean;
  /** Commits that a crash of the machine may lose, for specs only. */
  readonly throwaway: boolean;
  readonly progress: Progress;
}

/** Starts what is not named by `KAFKA_BROKERS`, `DATABASE_URL` and `VALKEY_URL`. */
export async function startServers(options: ServerOptions, secrets: StackSecrets): Promise<Servers> {
  const { dataDir, usualPorts, throwaway, progress } = options;
  const place = (name: 'kafka' | 'postgres' | 'valkey' | 'cache') => ({
    dataDir: join(dataDir, name),
    progress,
    ...(usualPorts && { port: defaultPorts[name] }),
  });
  const outside = externalServers();
  const started = await settle([
    outside.kafka ? undefined : startKafka({ ...place('kafka'), heapMb: 512, quickStart: throwaway }),
    outside.postgres ? undefined : startPostgres({ ...place('postgres'), throwaway }),
    outside.valkey ? undefined : startValkey({ ...place('valkey'), users: valkeyUsers(secrets) }),
    startValkey(place('cache')),
  ] as const);
  const [kafka, postgres, valkey, cache] = started;
  return {
    kafka: kafka ?? externalKafka(outside),
    postgres: postgres ?? { adminUrl: String(outside.postgres) },
    valkey: valkey ?? externalValkey(String(outside.valkey)),
    cache,
    stop: async () => {
      await Promise.all(started.map(async (server) => server?.stop()));
    },
  };
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

function valkeyUsers({ valkey }: StackSecrets) {
  const users = Object.entries(valkeyRules).map(
    ([user, rules]) => [user, { rules, password: valkey[user as keyof typeof valkey] }] as const,
  );
  return Object.fromEntries(users);
}

function externalKafka({
  kafka,
  kafkaUsername,
  kafkaPassword,
}: ReturnType<typeof externalServers>): KafkaAccess {
  if (!kafka || !kafkaUsername || !kafkaPassword)
    throw new Error(
      'KAFKA_BROKERS needs KAFKA_USERNAME and KAFKA_PASSWORD of a user that may make topics, users and ACLs',
    );
  return { brokers: kafka, admin: { username: kafkaUsername, password: kafkaPassword } };
}

function externalValkey(url: string) {
  return {
    url,
    urlFor: (user: string, password: string) => {
      const own = new URL(url);
      own.username = user;
      own.password = password;
      return own.toString();
    },
  };
}
