import { Secret } from '@trivium/credentials';
import { readFile } from 'node:fs/promises';
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

/** Replaces `{ env: NAME }` and `{ file: path }` at the top of an entry by the secret they point to. */
export async function resolveSecrets(
  entry: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const fields = Object.entries(entry).map(async ([field, value]) => {
    const parsed = reference.safeParse(value);
    return [field, parsed.success ? await resolve(field, parsed.data) : value] as const;
  });
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
  return new Secret(text.trim());
}
