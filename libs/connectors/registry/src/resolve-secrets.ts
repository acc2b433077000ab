import { Secret } from '@trivium/credentials';
import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
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

/** The file is not YAML. */
export class InvalidDocument extends Error {
  readonly code = 'ERR_INVALID_DOCUMENT';
}

/**
 * A parsed YAML file in which every `{ env }` and `{ file }`, however deep, is the secret it points to.
 * Throws `InvalidDocument`, and `SecretNotFound` with file and field.
 */
export async function readSecretDocument(file: string): Promise<unknown> {
  return resolveDeep(`${file}: `, parsed(file, await readFile(file, 'utf8')));
}

function parsed(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line ?? 1;
    throw new InvalidDocument(`${file}: line ${line} is no YAML (${error.code})`);
  }
}

async function resolveDeep(field: string, value: unknown): Promise<unknown> {
  const found = reference.safeParse(value);
  if (found.success) return resolve(field, found.data);
  if (Array.isArray(value)) return Promise.all(value.map((one, at) => resolveDeep(`${field}[${at}]`, one)));
  if (typeof value !== 'object' || value === null) return value;
  const dot = field.endsWith(' ') ? '' : '.';
  const fields = Object.entries(value).map(
    async ([name, one]) => [name, await resolveDeep(`${field}${dot}${name}`, one)] as const,
  );
  return Object.fromEntries(await Promise.all(fields));
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
  if (!text.trim()) throw new SecretNotFound(`${field}: the file ${from.file} is empty`);
  return new Secret(text.trim());
}
