import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './project.js';

/** Variables that belong to one Trivium process; none of them may leak into another. */
const ours = /^(TRIVIUM_|KAFKA_|DATABASE_URL|VALKEY_URL|OTEL_|NODE_OPTIONS$)/;

/** What a child process inherits: the caller's environment without Trivium's own settings. */
export function inheritedEnv(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !ours.test(entry[0]),
  );
  return Object.fromEntries(entries);
}

/** Servers somebody else runs; where one is named, nothing is embedded for it. */
export function externalServers(env: NodeJS.ProcessEnv = process.env) {
  return {
    kafka: env.KAFKA_BROKERS,
    kafkaUsername: env.KAFKA_USERNAME,
    kafkaPassword: env.KAFKA_PASSWORD,
    kafkaTls: z.stringbool().default(false).parse(env.TRIVIUM_KAFKA_TLS),
    postgres: env.DATABASE_URL,
    valkey: env.VALKEY_URL,
  };
}

/** Where the data of `npm start` is kept: `TRIVIUM_DATA_DIR`, or `.data` in this checkout. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.TRIVIUM_DATA_DIR ? resolve(env.TRIVIUM_DATA_DIR) : join(projectRoot(), '.data');
}

export const home = (): string => homedir();
