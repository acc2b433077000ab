import { z } from 'zod';
import { KeyEncryptionKey, Sealer } from './sealer.js';
import { Secret } from './secret.js';

const keyText = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
  .transform((text) => new Secret(text));

const keyList = z
  .string()
  .transform((list) => list.split(',').map((key) => key.trim()))
  .transform((keys) => keys.filter((key) => key !== ''))
  .pipe(z.array(keyText));

/** Settings of every service that seals secrets. Being `secret`, each may also come from a file (`…_FILE`). */
export const credentialSettings = {
  TRIVIUM_KEY_ENCRYPTION_KEY: keyText.meta({
    description: 'Key that wraps the data keys of all stored secrets: 32 bytes in base64.',
    secret: true,
  }),
  TRIVIUM_OLD_KEY_ENCRYPTION_KEYS: keyList.default([]).meta({
    description: 'Former key-encryption keys, comma-separated base64; they open old values and seal none.',
    secret: true,
  }),
};

export interface CredentialConfig {
  readonly TRIVIUM_KEY_ENCRYPTION_KEY: Secret;
  readonly TRIVIUM_OLD_KEY_ENCRYPTION_KEYS: readonly Secret[];
}

export function sealerFrom(config: CredentialConfig): Sealer {
  const older = config.TRIVIUM_OLD_KEY_ENCRYPTION_KEYS.map((key) => KeyEncryptionKey.fromBase64(key));
  return new Sealer(KeyEncryptionKey.fromBase64(config.TRIVIUM_KEY_ENCRYPTION_KEY), older);
}
