import type { ConfiguredTarget, Connector } from '@trivium/revocation';
import { z } from 'zod';
import { targetLimits } from './limits.config.js';
import { readSecretDocument } from './resolve-secrets.js';

/** The targets file says something that cannot be; the message names the file and every field. */
export class InvalidTargets extends Error {
  readonly code = 'ERR_INVALID_TARGETS';
}

interface Kind {
  readonly schema: z.ZodType;
  make(entry: unknown): Connector;
}

function kind<Config>(schema: z.ZodType<Config>, make: (config: Config) => Connector): Kind {
  return { schema, make: (entry) => make(schema.parse(entry)) };
}

/** Every kind of target that a road can be given; the client of its system is loaded where such a target is listed. */
const kinds: ReadonlyMap<string, () => Promise<Kind>> = new Map(
  Object.entries({
    kafka: async () => {
      const { KafkaConnector, kafkaTargetConfig } = await import('@trivium/connector-kafka');
      return kind(kafkaTargetConfig, (config) => new KafkaConnector(config));
    },
    postgres: async () => {
      const { PostgresConnector, postgresTargetConfig } = await import('@trivium/connector-postgres');
      return kind(postgresTargetConfig, (config) => new PostgresConnector(config));
    },
    valkey: async () => {
      const { ValkeyConnector, valkeyTargetConfig } = await import('@trivium/connector-valkey');
      return kind(valkeyTargetConfig, (config) => new ValkeyConnector(config));
    },
    webhook: async () => {
      const { WebhookConnector, webhookTargetConfig } = await import('@trivium/connector-webhook');
      return kind(webhookTargetConfig, (config) => new WebhookConnector(config));
    },
  }),
);

const document = z.strictObject({
  targets: z.array(z.looseObject({ name: z.string().min(1), kind: z.string() })),
});

/** Reads `targets: [{ name, kind, concurrency, timeoutMs, … }]`; a secret is given as `{ env: NAME }` or `{ file: path }`. */
export async function readTargets(file: string): Promise<ConfiguredTarget[]> {
  const { targets } = check(document, await readSecretDocument(file), file);
  const names = targets.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new InvalidTargets(`${file}: the target "${twice}" is listed twice`);
  const configured: ConfiguredTarget[] = [];
  for (const [at, entry] of targets.entries())
    configured.push(await configure(entry, `${file}: targets[${at}] (${entry.name})`));
  return configured;
}

async function configure(
  { concurrency, ...entry }: Record<string, unknown>,
  where: string,
): Promise<ConfiguredTarget> {
  const known = await kinds.get(String(entry.kind))?.();
  if (!known) throw new InvalidTargets(`${where}: kind must be one of ${[...kinds.keys()].join(', ')}`);
  check(known.schema, entry, where);
  const bounds = check(targetLimits, { concurrency, timeoutMs: entry.timeoutMs }, where);
  return { connector: known.make(entry), ...bounds };
}

function check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value, { reportInput: false });
  if (!parsed.success) throw new InvalidTargets(`${where}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
