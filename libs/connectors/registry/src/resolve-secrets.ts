import { Secret } from '@trivium/credentials';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { environment } from './environment.config.js';

const reference = z.union([
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
]);

/** A secret that a targets file points to is not there. */
export class SecretNotFound extends Error {
  readonly code = 'ERR_SECRET_NOT_FOUND';
}

async function resolve(field: string, from: z.infer<typeof reference>): Promise<Secret> {
  if ('env' in from) {
    const value = environment(from.env);
    if (!value) throw new SecretNotFound(`${field}: the environment variable ${from.env} is not set`);
    return new Secret(value);
  }
  const text = await readFile(from.file, 'utf8').catch((cause: unknown) => {
    throw new SecretNotFound(`${field}: the file ${from.file} cannot be read`, { cause });
  });
  return new Secret(text.trim());
}

/** A parsed YAML file in which every `{ env }` and `{ file }`, however deep, is the secret it points to. */
export async function readSecretDocument(file: string): Promise<unknown> {
  return resolveDeep(file, parse(await readFile(file, 'utf8')));
}

async function resolveDeep(field: string, value: unknown): Promise<unknown> {
  const parsed = reference.safeParse(value);
  if (parsed.success) return resolve(field, parsed.data);
  if (Array.isArray(value)) return Promise.all(value.map((one) => resolveDeep(field, one)));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(
    async ([name, one]) => [name, await resolveDeep(name, one)] as const,
  );
  return Object.fromEntries(await Promise.all(fields));
}
