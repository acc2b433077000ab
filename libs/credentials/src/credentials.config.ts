import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { KeyEncryptionKey, Sealer } from './sealer.js';
import { Secret } from './secret.js';

const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value));

/** Settings of every service that seals secrets. */
export const credentialSettings = {
  TRIVIUM_KEY_ENCRYPTION_KEY: secret
    .optional()
    .describe(
      'Key that wraps all data keys: 32 bytes in base64. Give this or TRIVIUM_KEY_ENCRYPTION_KEY_FILE.',
    ),
  TRIVIUM_KEY_ENCRYPTION_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('File that holds the key-encryption key: 32 bytes in base64.'),
  TRIVIUM_OLD_KEY_ENCRYPTION_KEYS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((key) => key.trim())
        .filter((key) => key !== '')
        .map((key) => new Secret(key)),
    )
    .describe('Comma-separated former key-encryption keys (base64); they open old values and seal none.'),
};

export class KeyEncryptionKeyMissing extends Error {
  readonly code = 'ERR_KEY_ENCRYPTION_KEY_MISSING';
}

interface SealerSettings {
  readonly TRIVIUM_KEY_ENCRYPTION_KEY?: Secret | undefined;
  readonly TRIVIUM_KEY_ENCRYPTION_KEY_FILE?: string | undefined;
  readonly TRIVIUM_OLD_KEY_ENCRYPTION_KEYS: readonly Secret[];
}

export async function sealerFrom(settings: SealerSettings): Promise<Sealer> {
  const current =
    settings.TRIVIUM_KEY_ENCRYPTION_KEY ?? (await readKeyFile(settings.TRIVIUM_KEY_ENCRYPTION_KEY_FILE));
  return new Sealer(
    KeyEncryptionKey.fromBase64(current),
    settings.TRIVIUM_OLD_KEY_ENCRYPTION_KEYS.map((key) => KeyEncryptionKey.fromBase64(key)),
  );
}

async function readKeyFile(path: string | undefined): Promise<Secret> {
  if (path === undefined) {
    throw new KeyEncryptionKeyMissing(
      'set TRIVIUM_KEY_ENCRYPTION_KEY or TRIVIUM_KEY_ENCRYPTION_KEY_FILE (32 bytes in base64)',
    );
  }
  return new Secret((await readFile(path, 'utf8')).trim());
}
